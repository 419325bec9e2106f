import type { Logger } from '@accounts-center/subgraph-kit';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { answerClientError, sendError } from './plugins/error-answers.ts';
import { requestIdOf } from './plugins/request-id.ts';

/** A socket on which nothing moves for so long is closed. */
const IDLE_SOCKET_MS = 60_000;

/**
 * The bare HTTP server.
 * @param options.trustedProxies whose `x-forwarded-for` is believed: addresses or networks
 */
export function createServer({
  log,
  trustedProxies,
}: {
  log: Logger;
  trustedProxies: readonly string[];
}): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = log;
  const server = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    connectionTimeout: IDLE_SOCKET_MS,
    http: { requireHostHeader: false }, // or Node answers by itself, and not in JSON
    forceCloseConnections: 'idle',
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => void sendError(error, request, reply, log),
  });
  // Node would answer an `expect` that it does not know with 417, and not in JSON.
  server.server.on('checkExpectation', (request, response) => server.server.emit('request', request, response));
  // Who gives an answer that may be kept says so.
  server.addHook('onRequest', (_request, reply, done) => {
    reply.header('cache-control', 'no-store');
    done();
  });
  return server;
}
