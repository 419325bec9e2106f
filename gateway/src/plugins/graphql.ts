import type { ApolloServer, BaseContext } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../errors/refusal.ts';

/** Serves GraphQL over HTTP, and in a browser the landing page, which brings a content security policy of its own. */
export function addGraphql<Context extends BaseContext>(
  scope: FastifyInstance,
  apollo: ApolloServer<Context>,
  contextOf: (request: FastifyRequest, reply: FastifyReply) => Context,
): void {
  const answer = fastifyApolloHandler(apollo, { context: async (request, reply) => contextOf(request, reply) });
  scope.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    // The handler builds a URL of these two, and both are the client's.
    if (!URL.canParse(request.url, `http://${request.hostname}/`))
      throw refuse(400, 'The request has no valid host or path.');
    if (isOfOtherSite(request)) throw refuse(403, 'Forms, images and links of other sites may not ask.');
  });
  scope.route({
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: '/graphql',
    helmet: { contentSecurityPolicy: false },
    handler: answer,
  });
}

/**
 * Whether a browser sends a query for a page of another origin that needs no leave for it. Other requests across origins
 * have the mode `cors`, and bodies of forms are refused as such.
 */
function isOfOtherSite({ headers, query }: FastifyRequest): boolean {
  const { 'sec-fetch-site': site = 'none', 'sec-fetch-mode': mode } = headers;
  const isForeign = site !== 'none' && site !== 'same-origin';
  return isForeign && mode !== 'cors' && Object.hasOwn(query as object, 'query');
}
