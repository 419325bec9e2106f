/* oxlint-disable typescript/no-unsafe-enum-assignment -- to load @opentelemetry/api for its numbers would take every start some milliseconds */
import type { Attributes, HrTime, Link, SpanContext, SpanKind } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { TraceContext } from './trace-context.ts';

/** Who records spans, and where they go when they are over. */
export interface SpanRecorder {
  readonly resource: Resource;
  newSpanId(): string;
  take(span: ReadableSpan): void;
}

const SCOPE = { name: 'accounts-center' } as const;
/** As @opentelemetry/api numbers them. */
export const SPAN_KIND = { internal: 0, server: 1, client: 2, producer: 3, consumer: 4 } as Readonly<
  Record<'internal' | 'server' | 'client' | 'producer' | 'consumer', SpanKind>
>;
const UNSET = { code: 0 } as const;
const FAILED = { code: 2 } as const;
const EMPTY = Object.freeze([]) as unknown as never[];
const NO_ATTRIBUTES: Attributes = Object.freeze({});

/**
 * Something that took time, in a trace that is recorded. It is what the OpenTelemetry SDK exports, without its tracer in front: that
 * one finds its parent by AsyncLocalStorage, copies attributes one by one, and takes several times as long.
 */
export class Span implements TraceContext, ReadableSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly isSampled = true;
  readonly state: string | undefined;
  readonly kind: SpanKind;
  name: string;
  attributes: Attributes;
  status: ReadableSpan['status'] = UNSET;
  readonly #parent: TraceContext;
  readonly #recorder: SpanRecorder;
  readonly #startedAtMs: number;
  #endedAtMs = 0;

  /**
   * @param parent where it hangs; one that has no span id begins the trace
   * @param attributes may be shared by many: they are copied when one is set
   * @param startedAtMs on the clock of `performance.now`
   */
  constructor(
    recorder: SpanRecorder,
    parent: TraceContext,
    name: string,
    kind: SpanKind,
    attributes = NO_ATTRIBUTES,
    startedAtMs = performance.now(),
  ) {
    this.#recorder = recorder;
    this.#parent = parent;
    this.traceId = parent.traceId;
    this.state = parent.state;
    this.spanId = recorder.newSpanId();
    this.name = name;
    this.kind = kind;
    this.attributes = attributes;
    this.#startedAtMs = startedAtMs;
  }

  /** Begins what is a part of this. */
  child(name: string, kind: SpanKind, attributes?: Attributes, startedAtMs?: number): Span {
    return new Span(this.#recorder, this, name, kind, attributes, startedAtMs);
  }

  set(attributes: Attributes): void {
    this.attributes = Object.assign({}, this.attributes, attributes);
  }

  /** Marks it as failed; why, in a word. */
  fail(errorType: string): void {
    this.status = FAILED;
    this.set({ 'error.type': errorType });
  }

  /** It is over. Nothing happens the second time. */
  end(): void {
    if (this.#endedAtMs > 0) return;
    this.#endedAtMs = performance.now();
    this.#recorder.take(this);
  }

  get ended(): boolean {
    return this.#endedAtMs > 0;
  }
  get resource(): Resource {
    return this.#recorder.resource;
  }
  get startTime(): HrTime {
    return epochTime(this.#startedAtMs);
  }
  get endTime(): HrTime {
    return epochTime(this.#endedAtMs);
  }
  get duration(): HrTime {
    return hrTime(this.#endedAtMs - this.#startedAtMs);
  }
  get parentSpanContext(): SpanContext {
    return toSpanContext(this.#parent);
  }
  spanContext(): SpanContext {
    return toSpanContext(this);
  }
  readonly instrumentationScope = SCOPE;
  readonly links: Link[] = EMPTY;
  readonly events: ReadableSpan['events'] = EMPTY;
  readonly droppedAttributesCount = 0;
  readonly droppedEventsCount = 0;
  readonly droppedLinksCount = 0;
}

function toSpanContext({ traceId, spanId, isSampled }: TraceContext): SpanContext {
  return { traceId, spanId, traceFlags: isSampled ? 1 : 0 };
}

function epochTime(sinceOriginMs: number): HrTime {
  return hrTime(performance.timeOrigin + sinceOriginMs);
}

function hrTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1_000);
  return [seconds, Math.round((ms - seconds * 1_000) * 1e6)];
}
