import type { FastifyReply, FastifyRequest } from 'fastify';
import { SPAN_KIND, type Span } from './span.ts';
import type { TraceContext } from './trace-context.ts';
import type { Tracer } from './tracing.ts';

/** What asks all the time whether a process is well is no request of anybody. */
const NOT_TRACED: ReadonlySet<string | undefined> = new Set(['/health', '/ready']);

/** Begins the span of a request over HTTP; gives the place at which what it causes hangs. */
export function beginRequestSpan(
  { method, headers, routeOptions }: FastifyRequest,
  tracer: Tracer,
): TraceContext | undefined {
  const route = routeOptions.url;
  if (NOT_TRACED.has(route)) return undefined;
  const place = tracer.enter(headers);
  // Not the URL: ids and queries are nothing for traces.
  const attributes = { 'http.request.method': method, ...(route !== undefined && { 'http.route': route }) };
  return (
    tracer.begin(place, route === undefined ? method : `${method} ${route}`, SPAN_KIND.server, attributes) ?? place
  );
}

/** Ends it. Refusals are the client's affair, failures are ours. */
export function endRequestSpan(span: Span, { statusCode }: FastifyReply): void {
  span.set({ 'http.response.status_code': statusCode });
  if (statusCode >= 500) span.fail(String(statusCode));
  span.end();
}
