import { Readable } from 'node:stream';
import { type ApolloServer, type BaseContext, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Admission } from '../admission.ts';
import { refuse } from '../errors/refusal.ts';

const LONG_TEXT = 16 * 1024;
/** So many requests are answered at once, however busy the process is with other things. */
const ALWAYS_UNDER_WAY = 4;

/** Serves GraphQL over HTTP, and in a browser the landing page, which brings a content security policy of its own. */
export function addGraphql<Context extends BaseContext>(
  scope: FastifyInstance,
  apollo: ApolloServer<Context>,
  contextOf: (request: FastifyRequest, reply: FastifyReply) => Context,
): void {
  const admission = new Admission(ALWAYS_UNDER_WAY);
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    // The client went while its request waited.
    if (reply.raw.closed) return reply.hijack();
    const { status, headers, body } = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: apolloRequest(request),
      context: async () => contextOf(request, reply),
    });
    reply.code(status ?? 200);
    // Apollo lets some refusals be kept for a while.
    for (const [name, value] of headers) if (name !== 'cache-control') reply.header(name, value);
    if (body.kind === 'chunked') return reply.send(Readable.from(body.asyncIterator));
    return reply.send(encoded(body.string));
  };
  scope.addHook('onRequest', async (request) => {
    // Whatever reads the URL later can rely on it.
    if (!URL.canParse(request.url, `http://${request.hostname}/`))
      throw refuse(400, 'The request has no valid host or path.');
    if (isOfOtherSite(request)) throw refuse(403, 'Forms, images and links of other sites may not ask.');
  });
  scope.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    helmet: { contentSecurityPolicy: false },
    // Nothing is made for the answer before: what waits gets old, and V8 keeps what old things refer to for long.
    handler: (request, reply) => admission.run(() => answer(request, reply)),
  });
  scope.route({
    method: ['OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE'],
    url: '/graphql',
    onRequest: async (request, reply) => {
      reply.header('allow', 'GET, POST');
      throw isPreflight(request)
        ? refuse(403, 'Pages of this origin may not ask.')
        : refuse(405, 'Ask by POST, or a query by GET.');
    },
    handler: answer,
  });
}

/** Whether a browser asks whether a page may; those that may are answered already. */
function isPreflight({ method, headers }: FastifyRequest): boolean {
  return method === 'OPTIONS' && headers.origin !== undefined && 'access-control-request-method' in headers;
}

function apolloRequest({ method, url, headers, body }: FastifyRequest): HTTPGraphQLRequest {
  const map = new HeaderMap();
  for (const name in headers) {
    const value = headers[name];
    if (value) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const query = url.indexOf('?');
  return { method, headers: map, body, search: query < 0 ? '' : url.slice(query) };
}

/** A long text as bytes: node:http would copy it behind the headers first, and set aside three bytes for each character. */
function encoded(text: string | Buffer): string | Buffer {
  return typeof text === 'string' && text.length >= LONG_TEXT ? Buffer.from(text) : text;
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
