import { currentTrace } from '../request-scope.ts';
import { SPAN_KIND, Span } from './span.ts';
import { TRACE_HEADERS, traceHeaders } from './trace-context.ts';

/** A call of another service, as its caller sees it: until the answer begins. */
export interface CallSpan {
  /** Say where the call stands in its trace. */
  readonly headers: Readonly<Record<string, string>>;
  answered(status: number): void;
  failed(error: unknown): void;
}

const NOTHING = (): void => undefined;
const NO_SPAN: CallSpan = { headers: traceHeaders(undefined), answered: NOTHING, failed: NOTHING };

/** Begins the span of a call. There is none for one that says itself where it stands: whoever made it has a span for it. */
export function beginCallSpan(request: {
  readonly service: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
}): CallSpan {
  const trace = currentTrace();
  if (trace === undefined || request.headers?.[TRACE_HEADERS.parent] !== undefined) return NO_SPAN;
  if (!(trace instanceof Span)) return { ...NO_SPAN, headers: traceHeaders(trace) };
  const { service, method } = request;
  const attributes = { 'http.request.method': method, 'peer.service': service };
  const span = trace.child(`${method} ${service}`, SPAN_KIND.client, attributes);
  return {
    headers: traceHeaders(span),
    answered: (status) => {
      span.set({ 'http.response.status_code': status });
      if (status >= 400) span.fail(String(status));
      span.end();
    },
    failed: (error) => {
      span.fail(error instanceof Error ? error.name : 'unknown');
      span.end();
    },
  };
}
