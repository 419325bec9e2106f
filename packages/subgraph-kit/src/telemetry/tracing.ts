import type { Attributes, SpanKind } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Logger } from '../logger.ts';
import { Span, type SpanRecorder } from './span.ts';
import { readTraceContext, type TraceCarrier, type TraceContext, TraceIds } from './trace-context.ts';

export interface TracingOptions {
  /** Where traces go, by OTLP over HTTP: `http://localhost:4318`. */
  readonly otlpUrl: string;
  /** Of traces that begin here, how many are recorded. */
  readonly sampleRatio: number;
  readonly log: Logger;
  /** How long spans are collected before they are sent: 2 s unless told. */
  readonly collectMs?: number;
}

/** Records the spans of one service. */
export interface Tracer {
  /**
   * The place in a trace at which a request stands: what its headers say, else the beginning of a trace of its own. What is not sampled is
   * not recorded, here and wherever it leads.
   */
  enter(headers: TraceCarrier): TraceContext;
  /** Begins a span; none where nothing is recorded. */
  begin(parent: TraceContext | undefined, name: string, kind: SpanKind, attributes?: Attributes): Span | undefined;
}

/** The traces of one process. */
export interface Tracing extends AsyncDisposable {
  /** @param service as it is called in traces */
  tracer(service: string): Tracer;
  /** Sends what has not been sent, for at most 3 s. */
  close(): Promise<void>;
}

const MAX_WAITING_SPANS = 16_384;
const SPANS_AT_ONCE = 1_024;
const COLLECT_MS = 2_000;
const EXPORT_TIMEOUT_MS = 5_000;
const FLUSH_MS = 3_000;

/** Traces that go to a collector. When it is away they are lost, which is logged once; nothing waits for it, and little is kept. */
export async function createTracing(options: TracingOptions): Promise<Tracing> {
  const { sampleRatio, collectMs = COLLECT_MS } = options;
  // Loaded only by those who trace.
  const { BatchSpanProcessor } = await import('@opentelemetry/sdk-trace');
  const { resourceFromAttributes } = await import('@opentelemetry/resources');
  const { openExporter } = await import('./span-exporter.ts');
  const processor = new BatchSpanProcessor({
    exporter: openExporter({ ...options, timeoutMs: EXPORT_TIMEOUT_MS }),
    maxQueueSize: MAX_WAITING_SPANS,
    maxExportBatchSize: SPANS_AT_ONCE,
    scheduledDelayMillis: collectMs,
    exportTimeoutMillis: 2 * EXPORT_TIMEOUT_MS,
  });
  const ids = new TraceIds();
  const take = (span: ReadableSpan): void => processor.onEnd(span);

  function enter(headers: TraceCarrier): TraceContext {
    const given = readTraceContext(headers);
    if (given) return given;
    const traceId = ids.next(16);
    const isSampled = isChosen(traceId, sampleRatio);
    return { traceId, spanId: isSampled ? '' : ids.next(8), isSampled };
  }

  async function close(): Promise<void> {
    const { promise, resolve } = promiseWithResolvers();
    const timer = setTimeout(resolve, FLUSH_MS);
    await Promise.race([processor.shutdown(), promise]).catch(() => undefined);
    clearTimeout(timer);
  }

  return {
    tracer: (service) => {
      const resource = resourceFromAttributes({ 'service.name': service });
      const recorder: SpanRecorder = { resource, newSpanId: () => ids.next(8), take };
      return {
        enter,
        begin: (parent, name, kind, attributes) =>
          parent?.isSampled === true ? new Span(recorder, parent, name, kind, attributes) : undefined,
      };
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** The same for one trace wherever it is asked: by the last 52 bits of its id. */
function isChosen(traceId: string, ratio: number): boolean {
  return ratio > 0 && Number.parseInt(traceId.slice(-13), 16) < ratio * 2 ** 52;
}

function promiseWithResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
