import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../errors/refusal.ts';
import type { GatewayContext } from '../graphql/context.ts';
import { callerOf } from './authentication.ts';

/** Serves GraphQL over HTTP, and in a browser the landing page, which brings a content security policy of its own. */
export function addGraphql(scope: FastifyInstance, apollo: ApolloServer<GatewayContext>): void {
  scope.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    // The handler builds a URL of these two, and both are the client's.
    if (!URL.canParse(request.url, `http://${request.hostname}/`))
      throw refuse(400, 'The request has no valid host or path.');
  });
  scope.route({
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: '/graphql',
    helmet: { contentSecurityPolicy: false },
    handler: fastifyApolloHandler(apollo, { context: async (request) => ({ caller: callerOf(request) }) }),
  });
}
