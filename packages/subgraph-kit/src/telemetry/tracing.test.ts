import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it, vi } from 'vitest';
import { createLogger } from '../logger.ts';
import { startCollector } from '../testing/otlp-collector.ts';
import { SPAN_KIND } from './span.ts';
import { createTracing, type Tracing } from './tracing.ts';

function loggingTo(lines: { msg: string }[]) {
  return createLogger({ name: 'test', destination: { write: (line) => void lines.push(JSON.parse(line) as never) } });
}

/** Records one span and has it sent. */
function record(tracing: Tracing, headers = {}): void {
  const tracer = tracing.tracer('test');
  tracer.begin(tracer.enter(headers), 'work', SPAN_KIND.internal)?.end();
}

it('a collector gets spans with their service, their times and their place', async () => {
  await using collector = await startCollector();
  const tracing = await createTracing({ otlpUrl: collector.url, sampleRatio: 1, log: loggingTo([]) });
  const tracer = tracing.tracer('posts');
  const root = tracer.begin(tracer.enter({}), 'root', SPAN_KIND.server, { size: 3 });
  const child = root?.child('child', SPAN_KIND.client);
  child?.fail('Timeout');
  child?.end();
  child?.end();
  root?.end();
  await tracing.close();
  expect(collector.spans).toMatchObject([
    { service: 'posts', name: 'child', kind: 3, parentSpanId: root?.spanId, traceId: root?.traceId, isFailed: true },
    { service: 'posts', name: 'root', kind: 2, attributes: { size: 3 }, isFailed: false },
  ]);
  const [, sent] = collector.spans;
  expect([sent?.parentSpanId ?? '', sent?.spanId]).toEqual(['', root?.spanId]);
  expect(sent?.durationMs).toBeGreaterThanOrEqual(collector.spans[0]?.durationMs ?? Number.POSITIVE_INFINITY);
});

it('whether a trace is recorded is decided where it begins, and by about the ratio', async () => {
  await using collector = await startCollector();
  const tracing = await createTracing({ otlpUrl: collector.url, sampleRatio: 0.25, log: loggingTo([]) });
  const tracer = tracing.tracer('test');
  const chosen = Array.from({ length: 8_000 }, () => tracer.enter({})).filter(({ isSampled }) => isSampled);
  expect(chosen.length / 8_000).toBeCloseTo(0.25, 1);
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  for (const flags of ['00', '01']) record(tracing, { traceparent: `00-${traceId}-b7ad6b7169203331-${flags}` });
  await tracing.close();
  expect(collector.spans).toMatchObject([{ traceId, parentSpanId: 'b7ad6b7169203331' }]);
});

it('what is not recorded has ids all the same, for those to whom it leads', async () => {
  const tracing = await createTracing({ otlpUrl: 'http://127.0.0.1:9', sampleRatio: 0, log: loggingTo([]) });
  const tracer = tracing.tracer('test');
  const place = tracer.enter({});
  expect(place).toMatchObject({ isSampled: false, traceId: expect.stringMatching(/^.{32}$/) });
  expect(place.spanId).toHaveLength(16);
  expect(tracer.begin(place, 'work', SPAN_KIND.internal)).toBeUndefined();
  await tracing.close();
});

it('a collector that is away is told of once, and once when it is back', async () => {
  await using collector = await startCollector();
  const lines: { msg: string }[] = [];
  const tracing = await createTracing({
    otlpUrl: collector.url,
    sampleRatio: 1,
    log: loggingTo(lines),
    collectMs: 1,
  });
  collector.status = 400;
  record(tracing);
  await vi.waitUntil(() => lines.length === 1);
  record(tracing);
  record(tracing);
  collector.status = 200;
  await vi.waitUntil(() => {
    record(tracing);
    return lines.length === 2;
  });
  await tracing.close();
  expect(lines.map(({ msg }) => msg)).toEqual([
    'The collector takes no traces: they are lost',
    'The collector takes traces again',
  ]);
});

it('a collector that never answers holds nobody up, not even at the end, however many spans there are', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as { port: number };
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const tracing = await createTracing({ otlpUrl: `http://127.0.0.1:${port}`, sampleRatio: 1, log: loggingTo([]) });
  for (let count = 0; count < 30_000; count += 1) record(tracing);
  const closed = tracing.close();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await closed).toBeUndefined();
  vi.useRealTimers();
  silent.close();
});
