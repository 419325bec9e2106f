import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { startTracedGateway, type TracedGateway } from './telemetry.fixture.ts';

/** The samples of a scrape, by their names with labels. */
async function scrape({ telemetry }: TracedGateway): Promise<Map<string, number>> {
  const answer = await fetch(telemetry.metricsUrl ?? '');
  expect(answer.headers.get('content-type')).toContain('version=0.0.4');
  const lines = (await answer.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, name, value] = /^(\S+?(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
      if (name === undefined) throw new Error(`This is no sample: ${line}`);
      return [name, Number(value)];
    }),
  );
}

const settings = { metricsPort: 0 };

it('operations, calls of subgraphs, plans and requests are counted', async () => {
  await using gateway = await startTracedGateway({ settings });
  for (let round = 0; round < 3; round += 1) await gateway.ask('query Names { me { name posts { id } } }');
  await gateway.ask('{ me { name } }');
  await gateway.ask('query Unknown { nothing }');
  const samples = await scrape(gateway);
  expect(samples.get('graphql_operation_duration_seconds_count{operation="Names",outcome="ok"}')).toBe(3);
  expect(samples.get('graphql_operation_duration_seconds_count{operation="anonymous",outcome="ok"}')).toBe(1);
  expect(samples.get('graphql_operation_duration_seconds_count{operation="other",outcome="refused"}')).toBe(1);
  expect(samples.get('graphql_refused_operations_total{code="GRAPHQL_VALIDATION_FAILED"}')).toBe(1);
  expect(samples.get('subgraph_call_duration_seconds_count{subgraph="people",outcome="answered"}')).toBe(4);
  expect(samples.get('subgraph_call_duration_seconds_count{subgraph="posts",outcome="answered"}')).toBe(3);
  expect(samples.get('subgraph_calls_under_way{subgraph="people"}')).toBe(0);
  expect(samples.get('query_plan_duration_seconds_count')).toBe(2);
  expect(samples.get('query_plan_cache_entries')).toBe(2);
  expect(samples.get('query_plan_cache_misses_total')).toBe(2);
  expect(samples.get('query_plan_cache_hits_total')).toBe(2);
  expect(samples.get('query_plan_cache_bytes')).toBeGreaterThan(0);
  expect([samples.get('http_requests_total{status="200"}'), samples.get('http_requests_total{status="400"}')]).toEqual([
    4, 1,
  ]);
  expect(samples.get('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
  expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(0);
});

it('what is wrong with subgraphs, and how late events are, can be seen', async () => {
  await using gateway = await startTracedGateway({ settings });
  const { callObserver, event } = gateway.telemetry;
  callObserver.onCall?.('posts', 'timed-out', 15_000);
  callObserver.onRetry?.('posts', 1);
  callObserver.onBreaker?.('posts', 'open');
  callObserver.onQueue?.('posts', 7);
  event('deliveryChanged', 20);
  gateway.telemetry.watch({ connections: 3, operations: 5, slow: { givenUp: 4, dropped: 5 } });
  const samples = await scrape(gateway);
  expect(samples.get('subgraph_call_duration_seconds_sum{subgraph="posts",outcome="timed-out"}')).toBe(15);
  expect(samples.get('subgraph_retries_total{subgraph="posts"}')).toBe(1);
  expect(samples.get('subgraph_breaker_state{subgraph="posts"}')).toBe(2);
  expect(samples.get('subgraph_calls_waiting{subgraph="posts"}')).toBe(7);
  expect(samples.get('event_lag_seconds_sum{field="deliveryChanged"}')).toBe(0.02);
  expect([samples.get('stream_connections'), samples.get('stream_operations')]).toEqual([3, 5]);
  expect(samples.get('subscription_clients_too_slow_total')).toBe(4);
  expect(samples.get('subscription_events_dropped_total')).toBe(5);
  gateway.telemetry.callObserver.onBreaker?.('posts', 'closed');
  expect((await scrape(gateway)).get('subgraph_breaker_state{subgraph="posts"}')).toBe(0);
});

it('strangers make no more series than there is room for', async () => {
  await using gateway = await startTracedGateway({ settings });
  const ask = (name: string) => gateway.ask(`query ${name} { me { name } }`);
  await ask('A'.repeat(100));
  for (let index = 0; index < 310; index += 1) await ask(`Q${index}`);
  const names = [...(await scrape(gateway)).keys()].filter(
    (name) => name.startsWith('graphql_operation_duration_seconds_count') && name.includes('"ok"'),
  );
  expect(names).toHaveLength(301);
  expect(names).toContain('graphql_operation_duration_seconds_count{operation="other",outcome="ok"}');
});

it('what is asked for besides is not there', async () => {
  await using gateway = await startTracedGateway({ settings });
  const { status } = await fetch(new URL('/', gateway.telemetry.metricsUrl));
  expect(status).toBe(404);
});

const dashboard = JSON.parse(
  readFileSync(new URL('../../../ops/grafana/gateway.json', import.meta.url), 'utf8'),
) as Dashboard;
const alerts = readFileSync(new URL('../../../ops/prometheus/alerts.yml', import.meta.url), 'utf8');

interface Dashboard {
  readonly title: string;
  readonly panels: readonly { readonly title: string; readonly targets?: readonly { readonly expr: string }[] }[];
}

const METRIC = /\b(?:[a-z\d]+_)+[a-z\d]+\b/g;
const FUNCTIONS = /^(histogram_quantile|label_values|sum_over_time|max_over_time)$/;

it('every query of the dashboard and every alert asks for metrics that there are', async () => {
  await using gateway = await startTracedGateway({ settings });
  const text = await (await fetch(gateway.telemetry.metricsUrl ?? '')).text();
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  const there = new Set(
    types.flatMap(([, name = '', type]) =>
      type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
    ),
  );
  // Of a subgraph's own process.
  there.add('outbox_lag_seconds_bucket');
  const expressions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  const rules = [...alerts.matchAll(/expr: (.+)$/gm)].map(([, expr = '']) => expr);
  expect(Math.min(expressions.length / 10, rules.length / 3)).toBeGreaterThanOrEqual(1);
  for (const expr of [...expressions, ...rules]) {
    const names = (expr.replaceAll(/\{[^}]*\}|"[^"]*"|\bby \([^)]*\)/g, '').match(METRIC) ?? []).filter(
      (name) => !FUNCTIONS.test(name),
    );
    expect(names.length, expr).toBeGreaterThan(0);
    for (const name of names) expect(there, expr).toContain(name);
  }
});
