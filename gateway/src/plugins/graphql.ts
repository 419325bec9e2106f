import { Readable } from 'node:stream';
import { parseJson } from '@accounts-center/subgraph-kit';
import { type ApolloServer, type BaseContext, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Admission } from '../admission.ts';
import { refuse } from '../errors/refusal.ts';
import { parametersOf } from '../graphql/address-parameters.ts';
import type { SentOperation, TrustedDocuments } from '../persisted-operations/trusted-documents.ts';
import type { Subscriptions } from '../subscriptions/add-subscriptions.ts';

const LONG_TEXT = 16 * 1024;

export interface GraphqlParts<Context extends BaseContext> {
  readonly apollo: ApolloServer<Context>;
  readonly contextOf: (request: FastifyRequest, reply: FastifyReply) => Context;
  readonly documents: Pick<TrustedDocuments, 'resolve'>;
  readonly admission: Admission;
  /** Whose request it is, as a text: requests of different callers are answered in turn. */
  readonly turnOf: (request: FastifyRequest) => string;
  /** Who answers requests that may have more than one result. */
  readonly subscriptions?: Pick<Subscriptions, 'takes' | 'answer'> | undefined;
}

/** Serves GraphQL over HTTP, and in a browser the landing page, which brings a content security policy of its own. */
export function addGraphql<Context extends BaseContext>(
  scope: FastifyInstance,
  { apollo, contextOf, documents, admission, turnOf, subscriptions }: GraphqlParts<Context>,
): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    // The client went while its request waited.
    if (reply.raw.closed) return reply.hijack();
    const { status, headers, body } = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: apolloRequest(request, documents),
      context: async () => contextOf(request, reply),
    });
    request.giveBackMemory?.();
    // One refused operation of several is no refusal of the others, which clients would not read.
    reply.code(Array.isArray(request.body) ? 200 : (status ?? 200));
    // Apollo lets some refusals be kept for a while.
    for (const [name, value] of headers) if (name !== 'cache-control') reply.header(name, value);
    if (body.kind === 'chunked') return reply.send(Readable.from(body.asyncIterator));
    return reply.send(encoded(body.string));
  };
  scope.addHook('onRequest', async (request) => {
    // Whatever reads the URL later can rely on it.
    if (!URL.canParse(request.url, `http://${request.hostname}/`))
      throw refuse(400, 'The request has no valid host or path.');
  });
  scope.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    helmet: { contentSecurityPolicy: false },
    // Nothing is made for the answer before: what waits gets old, and V8 keeps what old things refer to for long.
    handler: (request, reply) =>
      subscriptions?.takes(request)
        ? subscriptions.answer(request, reply)
        : admission.run(() => answer(request, reply), turnOf(request)),
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

function apolloRequest(request: FastifyRequest, documents: Pick<TrustedDocuments, 'resolve'>): HTTPGraphQLRequest {
  const { method, headers } = request;
  const map = new HeaderMap();
  for (const name in headers) {
    const value = headers[name];
    if (value) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  if (method === 'GET') return { method, headers: map, body: undefined, search: searchOf(request, documents) };
  return { method, headers: map, body: bodyOf(request.body, documents), search: '' };
}

function bodyOf(body: unknown, documents: Pick<TrustedDocuments, 'resolve'>): unknown {
  if (typeof body !== 'object' || body === null) return body;
  return Array.isArray(body) ? body.map((each: object) => documents.resolve(each)) : documents.resolve(body);
}

function searchOf(request: FastifyRequest, documents: Pick<TrustedDocuments, 'resolve'>): string {
  const parameters = parametersOf(request);
  const { extensions, ...sent } = Object.fromEntries(parameters) as SentOperation & Record<string, string>;
  const operation: SentOperation = {
    ...sent,
    extensions: typeof extensions === 'string' ? parseJson(extensions) : extensions,
  };
  const resolved = documents.resolve(operation);
  if (resolved === operation) return `?${parameters.toString()}`;
  for (const name of ['documentId', 'extensions']) parameters.delete(name);
  if (typeof resolved.query === 'string') parameters.set('query', resolved.query);
  if (resolved.extensions !== undefined) parameters.set('extensions', JSON.stringify(resolved.extensions));
  return `?${parameters.toString()}`;
}

/** A long text as bytes: node:http would copy it behind the headers first, and set aside three bytes for each character. */
function encoded(text: string | Buffer): string | Buffer {
  return typeof text === 'string' && text.length >= LONG_TEXT ? Buffer.from(text) : text;
}
