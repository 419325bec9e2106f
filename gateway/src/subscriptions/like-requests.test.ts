// What comes over a WebSocket, and each event of a subscription, is traced like any request over HTTP, and has as much time.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { silentLogger } from '@accounts-center/subgraph-kit';
import { type Collector, startCollector } from '@accounts-center/subgraph-kit/testing';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { createClient } from 'graphql-ws';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createStandaloneGateway, type StandaloneGateway } from '../standalone/standalone.ts';
import { type Subscribable, startSubscribable } from './sources/testing/subscribable.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const TICKS = `${LINK} type Query { now: Int } type Subscription { ticked(of: String!): Tick }
  type Tick @key(fields: "id") { id: ID! }`;
const LABELS = `${LINK} type Query { open: String } type Tick @key(fields: "id") { id: ID! label: String }`;

const OPERATION_MS = 1_000;

let ticks: Subscribable;
let labels: Server;
let seen: (string | undefined)[];
let collector: Collector;
let gateway: StandaloneGateway;
let origin: string;
beforeEach(async () => {
  seen = [];
  ticks = await startSubscribable();
  const resolvers = {
    Query: { open: () => 'open' },
    Tick: { __resolveReference: ({ id }: { id: string }) => ({ id, label: `label of ${id}` }) },
  };
  const schema = buildSubgraphSchema({ typeDefs: parse(LABELS), resolvers });
  labels = createServer((request, response) => {
    seen.push(request.headers['traceparent'] as string | undefined);
    void text(request)
      .then((body) => JSON.parse(body) as { query: string; variables?: Record<string, unknown> })
      .then(({ query, variables }) => graphql({ schema, source: query, variableValues: variables }))
      .then((result) => response.setHeader('content-type', 'application/json').end(JSON.stringify(result)));
  }).listen(0, '127.0.0.1');
  await once(labels, 'listening');
  const labelsUrl = `http://127.0.0.1:${(labels.address() as AddressInfo).port}/`;
  const { supergraphSdl = '', errors } = composeServices([
    { name: 'ticks', typeDefs: parse(TICKS), url: ticks.url },
    { name: 'labels', typeDefs: parse(LABELS), url: labelsUrl },
  ]);
  expect(errors).toBeUndefined();
  collector = await startCollector();
  gateway = await createStandaloneGateway({
    supergraphSdl,
    publicUrl: 'http://localhost:4000',
    development: false,
    log: silentLogger,
    settings: {
      subgraphs: { named: { ticks: { subscriptions: 'graphql-ws' } } },
      http: { operationTimeoutMs: OPERATION_MS },
      telemetry: { otlpUrl: collector.url, sampleRatio: 1, metricsPort: 0 },
    },
  });
  origin = await gateway.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  await gateway.close();
  await ticks.stop();
  labels.closeAllConnections();
  labels.close();
  await collector[Symbol.asyncDispose]();
});

const connect = () =>
  createClient({ url: `${origin.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0 });

/** What the collector has once the gateway has sent all of it, each span as its name with that of its parent. */
async function tree(): Promise<string[]> {
  await gateway.close();
  const names = new Map(collector.spans.map(({ spanId, name }) => [spanId, name]));
  return collector.spans
    .map(({ name, parentSpanId }) => `${names.get(parentSpanId ?? '') ?? '-'} > ${name}`)
    .toSorted();
}

it('an operation over a WebSocket begins a trace, of which its subgraphs are', async () => {
  const client = connect();
  const { value } = await client.iterate({ query: 'query Open { open }' }).next();
  expect(value).toEqual({ data: { open: 'open' } });
  await client.dispose();
  expect(await tree()).toEqual(['- > query Open', 'query Open > plan', 'query Open > subgraph labels']);
  const operation = collector.spans.find(({ name }) => name === 'query Open');
  const call = collector.spans.find(({ name }) => name === 'subgraph labels');
  expect(seen).toEqual([`00-${operation?.traceId}-${call?.spanId}-01`]);
});

it('each event begins a trace, of which the calls are that resolve it, and is counted', async () => {
  const client = connect();
  const events = client.iterate({ query: 'subscription Ticks { ticked(of: "all") { id label } }' });
  const first = events.next();
  await expect.poll(ticks.open).toBe(1);
  ticks.tick('1');
  expect(await first).toMatchObject({ value: { data: { ticked: { id: '1', label: 'label of 1' } } } });
  const second = events.next();
  ticks.tick('2');
  expect(await second).toMatchObject({ value: { data: { ticked: { id: '2', label: 'label of 2' } } } });
  const metrics = await (await fetch(gateway.metricsUrl ?? '')).text();
  expect(metrics).toContain('subscription_event_duration_seconds_count{outcome="ok"} 2');
  await client.dispose();
  expect(await tree()).toEqual([
    '- > subscription Ticks',
    '- > subscription event',
    '- > subscription event',
    'subscription Ticks > plan',
    'subscription event > subgraph labels',
    'subscription event > subgraph labels',
  ]);
  expect(new Set(collector.spans.map(({ traceId }) => traceId)).size).toBe(3);
  expect(new Set(seen).size).toBe(2);
});

it('each event has the time of an operation, however long ago its client has subscribed', async () => {
  const client = connect();
  const events = client.iterate({ query: 'subscription { ticked(of: "all") { id label } }' });
  const first = events.next();
  await expect.poll(ticks.open).toBe(1);
  await wait(OPERATION_MS + 100);
  ticks.tick('1');
  expect(await first).toMatchObject({ value: { data: { ticked: { id: '1', label: 'label of 1' } } } });
  await client.dispose();
});
