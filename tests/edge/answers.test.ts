// What a gateway process in production answers over HTTP, and what it tells of that: to clients, logs, metrics and a collector.
import { createHash } from 'node:crypto';
import { type Collector, startCollector } from '@accounts-center/subgraph-kit/testing';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { BatchHttpLink } from '@apollo/client/link/batch-http';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayProcess, startGatewayProcess } from './harness/gateway-process.ts';
import { type Graph, startGraph } from './harness/graph.ts';
import { type Answer, post } from './harness/http.ts';
import { type Issuer, startIssuer } from './harness/issuer.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

let graph: Graph;
let issuer: Issuer;
let collector: Collector;
let gateway: GatewayProcess;

beforeAll(async () => {
  [graph, issuer, collector] = await Promise.all([startGraph(), startIssuer(), startCollector()]);
  gateway = await startGatewayProcess({
    supergraphSdl: graph.supergraphSdl,
    environment: 'production',
    settings: {
      http: { maxBatchSize: 3, corsOrigins: ['https://shop.example'] },
      authentication: { issuers: [issuer.settings], revocationPollMs: 50 },
      subgraphs: {
        all: { forwardHeaders: ['x-tenant'], setHeaders: { 'x-gateway': 'edge' } },
        named: {
          people: { forwardHeaders: ['authorization'] },
          posts: { timeoutMs: 1_500, retryBudget: 1, breakerMinimumCalls: 8, breakerRestMs: 200 },
        },
      },
      telemetry: { otlpUrl: collector.url, sampleRatio: 0, slowOperationMs: 1_000 },
    },
  });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  for (const each of [graph, issuer, collector]) await each[Symbol.asyncDispose]();
});
afterEach(() => {
  graph.posts.behaviour = 'answers';
});

const ask = (query: string, headers: Record<string, string> = {}): Promise<Answer> =>
  post(gateway.url, { query }, headers);

const bearer = async (...told: Parameters<Issuer['token']>): Promise<{ authorization: string }> => ({
  authorization: `Bearer ${await issuer.token(...told)}`,
});

const BOTH = 'query Both { person(id: "1") { name posts { text } } }';
const isSlowBoth = (line: string): boolean => line.includes('An operation was slow') && line.includes('"Both"');
const whole = { person: { name: 'Ann', posts: [{ text: 'Hello' }] } };
const withoutPosts = { person: { name: 'Ann', posts: null } };

describe('tokens', () => {
  it('of the issuer are believed, and no others', async () => {
    expect((await ask('{ me { email } }', await bearer())).body).toEqual({ data: { me: { email: '1@example.com' } } });
    const bad = [{ exp: 1_000 }, { aud: 'others' }, { iss: 'nobody' }, { nbf: 32_000_000_000 }];
    for (const claims of bad) expect((await ask('{ me { email } }', await bearer(claims))).status).toBe(401);
    expect((await ask('{ me { email } }', await bearer({}, 'unpublished'))).status).toBe(401);
  });

  it('of a session that has ended are refused', async () => {
    const headers = await bearer({ sid: 'over' });
    expect((await ask('{ me { name } }', headers)).status).toBe(200);
    issuer.end('over');
    await expect.poll(async () => (await ask('{ me { name } }', headers)).codes).toEqual(['UNAUTHENTICATED']);
  });
});

it('subgraphs get the headers that rules let through, and no others', async () => {
  graph.people.calls.length = graph.posts.calls.length = 0;
  const headers = { ...(await bearer()), 'x-tenant': 'blue', cookie: 'c=1', 'x-gateway': 'forged' };
  await ask('{ me { name } latest { text } }', headers);
  expect(graph.people.calls[0]?.headers).toMatchObject({ authorization: headers.authorization, 'x-gateway': 'edge' });
  expect(graph.posts.calls[0]?.headers).toMatchObject({ 'x-tenant': 'blue', 'x-gateway': 'edge' });
  expect(graph.people.calls[0]?.headers).not.toHaveProperty('x-tenant');
  expect(graph.posts.calls[0]?.headers).not.toHaveProperty('authorization');
  for (const { calls } of [graph.people, graph.posts]) expect(calls[0]?.headers).not.toHaveProperty('cookie');
});

describe('a subgraph', () => {
  it('that hangs costs its own fields only; the log tells what was slow, and how it was planned', async () => {
    graph.posts.behaviour = 'hangs';
    const slow = ask(BOTH);
    expect((await ask('{ person(id: "1") { name } }')).body).toEqual({ data: { person: { name: 'Ann' } } });
    expect(await slow).toMatchObject({ body: { data: withoutPosts }, codes: ['SUBGRAPH_UNAVAILABLE'] });
    const slowLine = (): string | undefined => gateway.log().split('\n').find(isSlowBoth);
    await expect.poll(slowLine).toBeDefined();
    expect(JSON.parse(slowLine() ?? '')).toMatchObject({
      operation: { name: 'Both', type: 'query' },
      subgraphs: { people: { calls: 1 }, posts: { calls: 1 } },
      plan: expect.stringContaining('posts'),
    });
  });

  it('that dies is asked again for a query, and never for a mutation', async () => {
    const countOf = async (query: string): Promise<[number, Answer]> => {
      graph.posts.calls.length = 0;
      const answer = await ask(query);
      return [graph.posts.calls.length, answer];
    };
    graph.posts.behaviour = 'dies once';
    expect(await countOf(BOTH)).toMatchObject([2, { body: { data: whole }, codes: [] }]);
    graph.posts.behaviour = 'dies';
    expect(await countOf(BOTH)).toMatchObject([2, { body: { data: withoutPosts }, codes: ['SUBGRAPH_UNAVAILABLE'] }]);
    expect(await countOf('mutation { write(text: "x") { text } }')).toMatchObject([
      1,
      { body: { data: { write: null } }, codes: ['SUBGRAPH_UNAVAILABLE'] },
    ]);
  });

  it('whose calls fail is left alone, and asked again later', async () => {
    graph.posts.behaviour = 'dies';
    const isLeftAlone = async (): Promise<boolean> => {
      graph.posts.calls.length = 0;
      await ask('mutation { write(text: "x") { text } }');
      return graph.posts.calls.length === 0;
    };
    await expect.poll(isLeftAlone).toBe(true);
    expect((await ask(BOTH)).body.data).toEqual(withoutPosts);
    graph.posts.behaviour = 'answers';
    await expect.poll(async () => (await ask(BOTH)).body).toEqual({ data: whole });
  });

  it('that is away makes the gateway not ready, but no less alive', async () => {
    const ready = async (search = ''): Promise<[number, unknown]> => {
      const response = await fetch(`${gateway.origin}/ready${search}`);
      return [response.status, ((await response.json()) as { services: unknown }).services];
    };
    const [all, some] = [
      { people: true, posts: true, changes: true },
      { people: true, posts: false, changes: true },
    ];
    expect(await ready()).toEqual([200, all]);
    graph.posts.behaviour = 'dies';
    await expect.poll(ready).toEqual([503, some]);
    expect(await ready('?only=gateway')).toEqual([200, some]);
    expect((await fetch(`${gateway.origin}/health`)).status).toBe(200);
  });
});

it('answers say how long they may be kept, and by whom', async () => {
  // The subgraph may still be left alone for what it did before.
  await expect.poll(async () => (await ask(BOTH)).body).toEqual({ data: whole });
  const kept = async (query: string, headers = {}): Promise<string | null> =>
    (await ask(query, headers)).headers.get('cache-control');
  expect(await kept('{ person(id: "1") { name } }')).toBe('max-age=60, public');
  expect(await kept(BOTH)).toBe('max-age=20, public');
  expect(await kept(BOTH, await bearer())).toBe('max-age=20, private');
  expect(await kept('{ me { name } }')).toBe('no-store');
  expect(await kept('mutation { rename(id: "7", name: "Z") { name } }')).toBe('no-store');
});

it('a text is sent once, and its hash from then on', async () => {
  const bodies: string[] = [];
  const watched: typeof fetch = (input, init) => {
    bodies.push(init?.body as string);
    return fetch(input, init);
  };
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const link = new PersistedQueryLink({ sha256 }).concat(new HttpLink({ uri: gateway.url, fetch: watched }));
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  const query = gql`query Once { person(id: "5") { name } }`;
  for (let turn = 0; turn < 2; turn++) {
    const { data } = await client.query({ query, fetchPolicy: 'network-only' });
    expect(data).toMatchObject({ person: { name: 'Person 5' } });
  }
  expect(bodies.map((body) => body.includes('Once {'))).toEqual([false, true, false]);
});

it('a batch is answered as one, up to so many', async () => {
  const requests: unknown[] = [];
  const watched: typeof fetch = (input, init) => {
    requests.push(JSON.parse(init?.body as string));
    return fetch(input, init);
  };
  const link = new BatchHttpLink({ uri: gateway.url, batchMax: 3, fetch: watched });
  const client = new ApolloClient({ link, cache: new InMemoryCache(), queryDeduplication: false });
  const query = gql`query Batched($id: ID!) { person(id: $id) { name } }`;
  const answers = await Promise.all(['6', '7', '8'].map((id) => client.query({ query, variables: { id } })));
  expect(answers).toHaveLength(3);
  expect(requests).toMatchObject([[{}, {}, {}]]);
  const four = await post(
    gateway.url,
    Array.from({ length: 4 }, () => ({ query: '{ __typename }' })),
  );
  expect([four.status, four.codes]).toEqual([400, ['BAD_REQUEST']]);
});

it('a body that is too large is not read', async () => {
  const query = `{ __typename } #${'x'.repeat(2 * 2 ** 20)}`;
  expect((await ask(query)).status).toBe(413);
});

it('pages of origins that are named may ask, and the schema is nobody’s', async () => {
  const preflight = async (origin: string): Promise<string | null> => {
    const headers = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    };
    return (await fetch(gateway.url, { method: 'OPTIONS', headers })).headers.get('access-control-allow-origin');
  };
  expect(await preflight('https://shop.example')).toBe('https://shop.example');
  expect(await preflight('https://evil.example')).toBeNull();
  expect(await preflight('https://studio.apollographql.com')).toBeNull();
  expect((await ask('{ __schema { queryType { name } } }')).status).toBe(400);
  expect((await ask(BOTH, { 'x-query-plan': '1' })).body).toEqual({ data: whole });
});

it('a trace that a client began goes on through the gateway to its subgraphs, and comes to the collector', async () => {
  graph.people.calls.length = 0;
  const parent = 'b7ad6b7169203331';
  await ask(BOTH, { traceparent: `00-${TRACE}-${parent}-01` });
  const spans = () => collector.spans.filter(({ traceId }) => traceId === TRACE);
  await expect.poll(() => spans().length).toBeGreaterThanOrEqual(4);
  const named = (name: string) => spans().find((span) => span.name === name);
  expect(named('POST /graphql')).toMatchObject({ service: 'gateway', kind: 2, parentSpanId: parent });
  expect(named('query Both')?.parentSpanId).toBe(named('POST /graphql')?.spanId);
  for (const name of ['subgraph people', 'subgraph posts'])
    expect(named(name)).toMatchObject({ kind: 3, parentSpanId: named('query Both')?.spanId });
  expect(graph.people.calls[0]?.headers['traceparent']).toBe(`00-${TRACE}-${named('subgraph people')?.spanId}-01`);
  expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
});

it('keys change without a restart: a new one counts soon after it is published', async () => {
  await issuer.publish('first', 'second');
  const headers = await bearer({}, 'second');
  await expect.poll(async () => (await ask('{ me { name } }', headers)).status, { interval: 250 }).toBe(200);
  expect((await ask('{ me { name } }', await bearer())).status).toBe(200);
});

it('metrics tell of all of it', async () => {
  const metrics = await gateway.metrics();
  for (const series of [
    'graphql_operation_duration_seconds_count{operation="Both",outcome="ok"}',
    'graphql_operation_duration_seconds_count{operation="Both",outcome="errors"}',
    'graphql_errors_total{code="SUBGRAPH_UNAVAILABLE"}',
    'graphql_errors_total{code="UNAUTHORIZED_FIELD_OR_TYPE"}',
    'graphql_refused_operations_total{code="PERSISTED_QUERY_NOT_FOUND"}',
    'http_requests_total{status="200"}',
    'http_requests_total{status="401"}',
    'subgraph_call_duration_seconds_count{subgraph="posts",outcome="timed-out"}',
    'subgraph_call_duration_seconds_count{subgraph="posts",outcome="lost"}',
    'subgraph_call_duration_seconds_count{subgraph="people",outcome="answered"}',
    'subgraph_retries_total{subgraph="posts"}',
    'subgraph_breaker_state{subgraph="posts"}',
    'query_plan_cache_hits_total',
    'query_plan_duration_seconds_count',
  ])
    expect(metrics).toContain(`\n${series} `);
});
