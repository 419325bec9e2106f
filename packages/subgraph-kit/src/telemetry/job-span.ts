import { SPAN_KIND } from './span.ts';
import { readTraceContext, type TraceContext } from './trace-context.ts';
import type { Tracer } from './tracing.ts';

/** One attempt at an entry of the outbox. */
export interface JobSpan {
  /** At which its calls hang. */
  readonly trace: TraceContext | undefined;
  failed(error: unknown): void;
  end(): void;
}

/** Begins the span of an attempt, in the trace of the request that caused the entry. */
export function beginJobSpan(
  entry: { readonly id: string; readonly type: string; readonly destination: string; readonly traceparent?: string },
  service: string,
  tracer: Tracer | undefined,
): JobSpan {
  const { id, type, destination, traceparent } = entry;
  const cause = { traceparent };
  const place = tracer ? tracer.enter(cause) : readTraceContext(cause);
  const isJob = destination === service;
  const span = tracer?.begin(
    place,
    `${isJob ? 'job' : 'send'} ${type}`,
    isJob ? SPAN_KIND.consumer : SPAN_KIND.producer,
    {
      'messaging.system': 'outbox',
      'messaging.operation.type': isJob ? 'process' : 'send',
      'messaging.destination.name': destination,
      'messaging.message.id': id,
    },
  );
  return {
    trace: span ?? place,
    failed: (error) => span?.fail(error instanceof Error ? error.name : 'unknown'),
    end: () => span?.end(),
  };
}
