import { REQUEST_ID_HEADER } from '@accounts-center/subgraph-kit';
import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

const APOLLO_SANDBOX = 'https://studio.apollographql.com';
const PREFLIGHT_SECONDS = 3_600;

/** Lets pages of other origins call the gateway: those listed, and Apollo Sandbox in development. Cookies play no part. */
export async function addCors(
  server: FastifyInstance,
  options: { origins: readonly string[]; development: boolean },
): Promise<void> {
  const { origins, development } = options;
  await server.register(cors, {
    origin: development ? [...origins, APOLLO_SANDBOX] : [...origins],
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
  });
}
