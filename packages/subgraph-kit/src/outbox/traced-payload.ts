import type { JsonValue } from '../json.ts';
import { type TraceContext, traceparentOf } from '../telemetry/trace-context.ts';

/** No payload of ours has a member of this name. */
const TRACE = '$traceparent';

/** A payload as it is stored: with the place in its trace of the request that causes it, where that is recorded. */
export function withTrace(payload: JsonValue, trace: TraceContext | undefined): JsonValue {
  return trace?.isSampled === true ? { [TRACE]: traceparentOf(trace), payload } : payload;
}

/** What was stored, and where in a trace it was caused. */
export function splitTrace(stored: JsonValue): { readonly payload: JsonValue; readonly traceparent?: string } {
  if (!isRecord(stored)) return { payload: stored };
  const { [TRACE]: traceparent, payload } = stored;
  return typeof traceparent === 'string' && payload !== undefined ? { payload, traceparent } : { payload: stored };
}

function isRecord(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
