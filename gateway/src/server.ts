import { addExpectations, httpSockets, type Logger, refusingInForm, requestIdOf } from '@accounts-center/subgraph-kit';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { sendError } from './plugins/error-answers.ts';

/** A client's socket on which nothing moves for so long is closed, whether it sends nothing or reads nothing. */
const IDLE_SOCKET_MS = 60_000;
/** What is late is told so before its socket is closed. */
const TELLING_MS = 15_000;

/**
 * The bare HTTP server.
 * @param options.trustedProxies whose `x-forwarded-for` is believed: addresses or networks
 * @param options.longestMs that a client may have to wait, or be waited for
 */
export function createServer({
  log,
  trustedProxies,
  longestMs = 0,
}: {
  log: Logger;
  trustedProxies: readonly string[];
  longestMs?: number;
}): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = log;
  const server = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    forceCloseConnections: 'idle',
    return503OnClosing: false, // what arrives on an open connection is answered, and the connection closed
    ...httpSockets,
    ...refusingInForm,
    connectionTimeout: Math.max(IDLE_SOCKET_MS, longestMs + TELLING_MS),
    frameworkErrors: (error, request, reply) => void sendError(error, request, reply, log),
  });
  addExpectations(server);
  // Who gives an answer that may be kept says so.
  server.addHook('onRequest', (_request, reply, done) => {
    reply.header('cache-control', 'no-store');
    done();
  });
  return server;
}
