import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from './logger.ts';
import { REQUEST_ID_HEADER, type RequestScope, requestIdFrom, runInRequest } from './request-scope.ts';
import { beginRequestSpan, endRequestSpan } from './telemetry/request-span.ts';
import { Span } from './telemetry/span.ts';
import { readTraceContext, type TraceContext } from './telemetry/trace-context.ts';
import type { Tracer } from './telemetry/tracing.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Where it stands in its trace, if it has one. */
    trace: TraceContext | undefined;
  }
}

/** For Fastify's `genReqId`: the caller's own request id, if it is well-formed, else a new one. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  return requestIdFrom(request.headers[REQUEST_ID_HEADER]);
}

/**
 * Puts the request's id on its answer, on all its log lines and on its calls to services; and its trace on the latter two.
 * @param tracer records requests; without one the trace that a request comes with is handed on
 */
export function addRequestScope(server: FastifyInstance, tracer?: Tracer): void {
  server.decorateRequest('trace', undefined);
  server.addHook('onRequest', (request, reply, done) => {
    reply.header(REQUEST_ID_HEADER, request.id);
    request.trace = tracer ? beginRequestSpan(request, tracer) : readTraceContext(request.headers);
    runInRequest(scopeOf(request), done);
  });
  // A body arrives in events of the socket, outside of the scope: enter it again.
  server.addHook('preValidation', (request, _reply, done) => runInRequest(scopeOf(request), done));
  if (!tracer) return;
  server.addHook('onResponse', (request, reply, done) => {
    if (request.trace instanceof Span) endRequestSpan(request.trace, reply);
    done();
  });
}

/** What belongs to a request of a server with `addRequestScope`. */
export function scopeOf({ id, trace }: FastifyRequest): RequestScope {
  return { requestId: id, trace };
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
