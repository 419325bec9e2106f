import { randomFillSync } from 'node:crypto';

/** The headers by which W3C Trace Context travels. */
export const TRACE_HEADERS = { parent: 'traceparent', state: 'tracestate' } as const;

/** A place in a trace: what comes next hangs below it, here or in another process. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** Whether the trace is recorded: decided once, where it begins. */
  readonly isSampled: boolean;
  /** What other systems on the way have to say; handed on as it came. */
  readonly state?: string | undefined;
}

/** Headers by name in lower case, as they come or as somebody wrote them. */
export type TraceCarrier = Readonly<Record<string, unknown>>;

const PARENT = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(?:-.*)?$/;
const STATE = /^[\x20-\x7e]{1,512}$/;

/** The place that a `traceparent` names; `undefined` without one, or when it is malformed, as the specification says. */
export function readTraceContext(carrier: TraceCarrier): TraceContext | undefined {
  const parent = carrier[TRACE_HEADERS.parent];
  if (typeof parent !== 'string') return undefined;
  const [, traceId, spanId, flags] = PARENT.exec(parent) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  const state = carrier[TRACE_HEADERS.state];
  const isState = typeof state === 'string' && STATE.test(state);
  const isSampled = (Number.parseInt(flags, 16) & 1) === 1;
  return { traceId, spanId, isSampled, ...(isState && { state }) };
}

/** A place in a trace as a `traceparent`. */
export function traceparentOf({ traceId, spanId, isSampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
}

/** The headers that hand a place on; none where there is no trace. */
export function traceHeaders(context: TraceContext | undefined): Readonly<Record<string, string>> {
  if (context === undefined) return NONE;
  const parent = traceparentOf(context);
  return context.state === undefined ? { traceparent: parent } : { traceparent: parent, tracestate: context.state };
}

const NONE = Object.freeze({});

/** Makes ids of traces and spans, at a tenth of the cost of asking for each one's chance. */
export class TraceIds {
  readonly #pool = Buffer.alloc(4_096);
  #used = this.#pool.length;

  /** @param sizeBytes 16 for a trace, 8 for a span */
  next(sizeBytes: 8 | 16): string {
    if (this.#used + sizeBytes > this.#pool.length) {
      randomFillSync(this.#pool);
      this.#used = 0;
    }
    const from = this.#used;
    this.#used += sizeBytes;
    return this.#pool.toString('hex', from, this.#used);
  }
}
