import { REQUEST_ID_HEADER } from '@accounts-center/subgraph-kit';
import cors from '@fastify/cors';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const APOLLO_SANDBOX = 'https://studio.apollographql.com';
const PREFLIGHT_SECONDS = 3_600;

/**
 * Lets pages of other origins call the graph: those listed, and Apollo Sandbox in development. Those listed may upload and load
 * media, too. Nothing else is for other origins: their preflights go on to the routes. Cookies play no part.
 */
export async function addCors(
  server: FastifyInstance,
  options: { origins: readonly string[]; development: boolean },
): Promise<void> {
  const { origins, development } = options;
  const ofGraph = development ? [...origins, APOLLO_SANDBOX] : origins;
  const settings = {
    methods: ['GET', 'POST'],
    allowedHeaders: [
      'authorization',
      'content-type',
      'apollo-require-preflight',
      'x-apollo-operation-name',
      REQUEST_ID_HEADER,
    ],
    exposedHeaders: [REQUEST_ID_HEADER],
    maxAge: PREFLIGHT_SECONDS,
    strictPreflight: false, // it would refuse in a form of its own
  };
  await server.register(cors, {
    delegator: (request, done) => done(null, { ...settings, origin: allowedOriginOf(request) }),
  });

  function allowedOriginOf({ url, headers: { origin } }: FastifyRequest): string | false {
    return origin !== undefined && originsOf(url).includes(origin) && origin;
  }

  function originsOf(url: string): readonly string[] {
    const [path = ''] = url.split('?');
    if (path === '/graphql') return ofGraph;
    return path.startsWith('/media/') ? origins : [];
  }
}
