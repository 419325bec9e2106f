import { expect, it } from 'vitest';
import { readTraceContext, TraceIds, traceHeaders } from './trace-context.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';
const read = (traceparent: unknown, tracestate?: unknown) => readTraceContext({ traceparent, tracestate });

it('what came goes on as it came', () => {
  const headers = { traceparent: `00-${traceId}-${spanId}-01`, tracestate: 'vendor=a,other=b' };
  expect(readTraceContext(headers)).toEqual({ traceId, spanId, isSampled: true, state: 'vendor=a,other=b' });
  expect(traceHeaders(readTraceContext(headers))).toEqual(headers);
  expect(traceHeaders(read(`00-${traceId}-${spanId}-00`))).toEqual({ traceparent: `00-${traceId}-${spanId}-00` });
  expect(traceHeaders(undefined)).toEqual({});
});

it('later versions of the header may have more in it, and other flags', () => {
  expect(read(`cc-${traceId}-${spanId}-03-what-the-future-holds`)).toMatchObject({ traceId, isSampled: true });
});

it.each([
  undefined,
  '',
  7,
  [`00-${traceId}-${spanId}-01`],
  `ff-${traceId}-${spanId}-01`,
  `00-${'0'.repeat(32)}-${spanId}-01`,
  `00-${traceId}-${'0'.repeat(16)}-01`,
  `00-${traceId.toUpperCase()}-${spanId}-01`,
  `00-${traceId}-${spanId}`,
  ` 00-${traceId}-${spanId}-01`,
  `00-${traceId}-${spanId}-01\r\nx: y`,
])('a malformed traceparent counts as none: %j', (traceparent) => {
  expect(read(traceparent)).toBeUndefined();
});

it.each(['a\r\nx: y', 'x'.repeat(513), 7, ''])('a malformed tracestate is left out: %j', (tracestate) => {
  expect(read(`00-${traceId}-${spanId}-01`, tracestate)).toEqual({ traceId, spanId, isSampled: true });
});

it('ids have their length and are never the same', () => {
  const ids = new TraceIds();
  const made = Array.from({ length: 2_000 }, () => ids.next(8));
  expect(new Set(made).size).toBe(2_000);
  expect(made.every((id) => /^[\da-f]{16}$/.test(id))).toBe(true);
  expect(ids.next(16)).toMatch(/^[\da-f]{32}$/);
});
