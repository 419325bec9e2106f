import { type CollectedSpan, startCollector } from '@accounts-center/subgraph-kit/testing';
import { expect, it } from 'vitest';
import { startTracedGateway } from './telemetry.fixture.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const QUERY = 'query Everything { me { name posts { id likes } } }';

/** Each span as `service: name`, with that of its parent. */
function tree(spans: readonly CollectedSpan[]): readonly (readonly [string, string])[] {
  const nameOf = ({ service, name }: CollectedSpan) => `${service}: ${name}`;
  const names = new Map(spans.map((span) => [span.spanId, nameOf(span)]));
  return spans
    .map((span) => [nameOf(span), names.get(span.parentSpanId ?? '') ?? span.parentSpanId ?? ''] as const)
    .sort(([one], [other]) => one.localeCompare(other));
}

it('a request, its operation, its plan, its calls, and what subgraphs do for it are one trace of the client’s', async () => {
  await using collector = await startCollector();
  const settings = { otlpUrl: collector.url, sampleRatio: 0 };
  {
    await using gateway = await startTracedGateway({ settings, serviceTraces: collector.url });
    const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01`, tracestate: 'vendor=a' };
    const { errors, data } = await gateway.ask(QUERY, headers);
    expect([errors, data]).toMatchObject([undefined, { me: { name: 'Ann' } }]);
  }
  expect(tree(collector.spans)).toEqual([
    ['gateway: plan', 'gateway: query Everything'],
    ['gateway: POST /graphql', 'b7ad6b7169203331'],
    ['gateway: query Everything', 'gateway: POST /graphql'],
    ['gateway: subgraph people', 'gateway: query Everything'],
    ['gateway: subgraph posts', 'gateway: query Everything'],
    ['people: POST /graphql', 'gateway: subgraph people'],
    ['posts: POST /graphql', 'gateway: subgraph posts'],
  ]);
  expect(new Set(collector.spans.map((span) => span.traceId))).toEqual(new Set([traceId]));
  const operation = collector.spans.find(({ name }) => name === 'query Everything');
  expect(operation?.attributes).toEqual({ 'graphql.operation.type': 'query', 'graphql.operation.name': 'Everything' });
});

it('neither texts of operations nor variables nor what is answered are in a trace', async () => {
  await using collector = await startCollector();
  {
    await using gateway = await startTracedGateway({ settings: { otlpUrl: collector.url, sampleRatio: 1 } });
    const query = 'query ($unit: String) { me { name age(unit: "secret") other: age(unit: $unit) } }';
    await gateway.ask(query, {}, { variables: { unit: 'hidden' } });
  }
  const told = JSON.stringify(collector.spans);
  expect(told).toContain('subgraph posts');
  for (const word of ['secret', 'hidden', 'Ann', 'age']) expect(told).not.toContain(word);
});

it('operations of a batch have spans of their own, and those that are refused are marked', async () => {
  await using collector = await startCollector();
  {
    await using gateway = await startTracedGateway({ settings: { otlpUrl: collector.url, sampleRatio: 1 } });
    const answers = await gateway.askAll([
      'query One { me { name } }',
      'query Two { people { id } }',
      'query Wrong { nothing }',
    ]);
    expect(answers).toMatchObject([{ data: { me: {} } }, { data: { people: [{}, {}, {}] } }, { errors: [{}] }]);
  }
  expect(tree(collector.spans).filter(([name]) => !/subgraph|plan/.test(name))).toEqual([
    ['gateway: POST /graphql', ''],
    ['gateway: query', 'gateway: POST /graphql'],
    ['gateway: query One', 'gateway: POST /graphql'],
    ['gateway: query Two', 'gateway: POST /graphql'],
  ]);
  const calls = tree(collector.spans).filter(([name]) => name === 'gateway: subgraph people');
  expect(calls.map(([, parent]) => parent).sort()).toEqual(['gateway: query One', 'gateway: query Two']);
  const wrong = collector.spans.filter(({ isFailed }) => isFailed);
  expect(wrong.map(({ attributes }) => attributes['error.type'])).toEqual(['GRAPHQL_VALIDATION_FAILED']);
});

it('what is not sampled is not recorded, and subgraphs are told so', async () => {
  await using collector = await startCollector();
  {
    const settings = { otlpUrl: collector.url, sampleRatio: 0 };
    await using gateway = await startTracedGateway({ settings, serviceTraces: collector.url });
    expect(await gateway.ask(QUERY)).toMatchObject({ data: { me: { name: 'Ann' } } });
  }
  expect(collector.spans).toEqual([]);
});

it('a gateway that records nothing hands on the trace with which a request comes', async () => {
  await using collector = await startCollector();
  {
    await using gateway = await startTracedGateway({ serviceTraces: collector.url });
    await gateway.ask(QUERY, { traceparent: `00-${traceId}-b7ad6b7169203331-01` });
  }
  expect(tree(collector.spans)).toEqual([
    ['people: POST /graphql', 'b7ad6b7169203331'],
    ['posts: POST /graphql', 'b7ad6b7169203331'],
  ]);
});

it('a collector that is away harms no request', async () => {
  await using gateway = await startTracedGateway({ settings: { otlpUrl: 'http://127.0.0.1:9', sampleRatio: 1 } });
  expect(await gateway.ask(QUERY)).toMatchObject({ data: { me: { name: 'Ann' } } });
});
