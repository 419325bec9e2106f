import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Logger } from './logger.ts';
import { REQUEST_ID_HEADER, requestIdFrom, runInRequest } from './request-scope.ts';

/** For Fastify's `genReqId`: the caller's own request id, if it is well-formed, else a new one. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  return requestIdFrom(request.headers[REQUEST_ID_HEADER]);
}

/** Puts the request's id on its answer, on all its log lines and on its calls to services. */
export function addRequestScope(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    reply.header(REQUEST_ID_HEADER, request.id);
    runInRequest({ requestId: request.id }, done);
  });
  // A body arrives in events of the socket, outside of the scope: enter it again.
  server.addHook('preValidation', (request, _reply, done) => runInRequest({ requestId: request.id }, done));
}

/** One line a request: the route's pattern, not the URL, so that ids and queries stay out of the log. */
export function addRequestLog(server: FastifyInstance, log: Logger): void {
  server.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions, id: requestId } = request;
    log.debug(
      { requestId, method, route: routeOptions.url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'request',
    );
    done();
  });
}
