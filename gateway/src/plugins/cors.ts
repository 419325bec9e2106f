import { REQUEST_ID_HEADER } from '@accounts-center/subgraph-kit';
import cors from '@fastify/cors';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Where Apollo Sandbox is served. */
export const APOLLO_SANDBOX = 'https://studio.apollographql.com';
const PREFLIGHT_SECONDS = 3_600;

/**
 * Lets pages of other origins call the graph: `ofGraph`. Those of `origins` may upload and load media, too. Nothing else is for other origins: their preflights go on to the routes. Cookies play no part.
 */
export async function addCors(
  server: FastifyInstance,
  { origins, ofGraph }: { origins: readonly string[]; ofGraph: readonly string[] },
): Promise<void> {
  const settings = {
    methods: ['GET', 'POST', 'PUT', 'DELETE'],
    // Of headers a page may send any: settings have more forwarded, and tools bring their own.
    exposedHeaders: [REQUEST_ID_HEADER, 'ratelimit', 'ratelimit-policy', 'retry-after'],
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
    if (path === '/graphql' || path === '/graphql/stream') return ofGraph;
    return path.startsWith('/media/') ? origins : [];
  }
}
