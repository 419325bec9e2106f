// What a gateway's metrics say after a day's work, by what its clients have seen themselves.

import { readFileSync } from 'node:fs';
import { type Account, startWorld, type World } from '@accounts-center/test-kit';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWebSocketClient } from 'graphql-ws';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';

const REQUESTS = 40;
const CENTER = '{ viewer { accountsCenter { id } } }';
const POST_PUBLISHED = 'subscription ($authorId: ID!) { postPublished(authorId: $authorId) { id } }';

let world: World;
let ada: Account;
let before: Map<string, number>;

beforeAll(async () => {
  world = await startWorld({
    gateway: {
      settings: {
        http: { maxBodyBytes: 20_000 },
        limits: { maxCost: 500 },
        subgraphs: { named: { 'accounts-center': { maxConcurrent: 1, breakerMinimumCalls: 5 } } },
        subscriptions: { maxOpen: 2 },
        rateLimits: {
          rules: [
            { name: 'requests', by: 'account', limit: REQUESTS, perMs: 3_600_000 },
            { name: 'seldom', by: 'operation', operations: ['Seldom'], limit: 1, perMs: 3_600_000 },
          ],
        },
        telemetry: { metricsPort: 0 },
      },
    },
  });
  ada = await world.signUp('FACEBOOK', 'ada.byron');
  await world.settle();
});
afterAll(() => world.close());
beforeEach(async () => {
  before = await scrape();
});

/** The samples, by their names with labels. */
async function scrape(): Promise<Map<string, number>> {
  const text = await (await fetch(world.constellation.gateway.metricsUrl ?? '')).text();
  return new Map(
    Array.from(text.matchAll(/^([^#\s]\S*?(?:\{.*\})?) (\S+)$/gm), ([, name = '', value]) => [name, Number(value)]),
  );
}

/** By how much a sample has grown in this test. */
const grown = async (name: string): Promise<number> => ((await scrape()).get(name) ?? 0) - (before.get(name) ?? 0);
const refused = (code: string): Promise<number> => grown(`graphql_refused_operations_total{code="${code}"}`);

/** @param token a caller without one is counted by address */
async function send(body: unknown, token?: string): Promise<number> {
  const answer = await fetch(`${world.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  await answer.text();
  return answer.status;
}

it('operations that are refused before they begin are counted by their codes', async () => {
  expect(await send({ query: '{ __typename }' }, 'no.token.this')).toBe(401);
  expect(await send({ query: ' '.repeat(30_000) })).toBe(413);
  expect(await send('{')).toBe(400);
  expect(await send({})).toBe(400);
  await expect.poll(() => refused('UNAUTHENTICATED')).toBe(1);
  await expect.poll(() => refused('PAYLOAD_TOO_LARGE')).toBe(1);
  await expect.poll(() => refused('BAD_REQUEST')).toBe(2);
});

it('each operation of a batch that is refused is counted, once', async () => {
  const nothing = { query: '{ nothing }' };
  expect(await send([nothing, { query: '{ __typename }' }, nothing])).toBe(200);
  await expect.poll(() => refused('GRAPHQL_VALIDATION_FAILED')).toBe(2);
});

it('what a rule for an operation refuses is counted as rate-limited', async () => {
  for (const status of [200, 429]) expect(await send({ query: 'query Seldom { __typename }' })).toBe(status);
  await expect.poll(() => refused('RATE_LIMITED')).toBe(1);
});

it('a refusal over a WebSocket is counted', async () => {
  const client = createWebSocketClient({ url: `${world.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
  const query = `{ viewer ${'{ a '.repeat(300)}${'}'.repeat(300)} }`;
  await expect(client.iterate({ query }).next()).rejects.toBeDefined();
  await client.dispose();
  expect(await refused('GRAPHQL_PARSE_FAILED')).toBe(1);
});

it('operations tell what they could have cost, and what they did', async () => {
  expect(await send({ query: CENTER }, ada.accessToken)).toBe(200);
  await expect.poll(() => grown('graphql_operation_estimated_cost_sum')).toBe(2);
  expect(await grown('graphql_operation_actual_cost_sum')).toBe(2);
});

it('an event tells how long it took from its cause to those who listen; too many subscriptions are refused', async () => {
  const client = createSseClient({
    url: `${world.url}/graphql`,
    retryAttempts: 0,
    headers: { authorization: `Bearer ${ada.accessToken}` },
  });
  const listen = () => client.iterate({ query: POST_PUBLISHED, variables: { authorId: ada.id } });
  const [one, other] = [listen(), listen()];
  const heard = Promise.all([one.next(), other.next()]);
  await expect.poll(() => grown('subscription_clients')).toBe(2);
  await expect(listen().next()).rejects.toBeDefined();
  await expect.poll(() => refused('TOO_MANY_SUBSCRIPTIONS')).toBe(1);
  await world.constellation.bus.publish({
    key: 'of the past',
    field: 'postPublished',
    arguments: { authorId: ada.id },
    value: { __typename: 'FacebookPost', id: 'fbp_1' },
    publishedAt: world.clock.now().getTime() - 3_000,
  });
  await heard;
  expect(await grown('event_lag_seconds_count{field="postPublished"}')).toBe(1);
  expect(await grown('event_lag_seconds_sum{field="postPublished"}')).toBe(3);
  client.dispose();
});

it('what a rule for requests refuses is counted, and is the last that this caller is told', async () => {
  let status = 200;
  for (let sent = 0; sent <= REQUESTS && status === 200; sent += 1) status = await send({ query: '{ __typename }' });
  expect(status).toBe(429);
  await expect.poll(() => refused('RATE_LIMITED')).toBe(1);
});

/** What the panels of the dashboard, and the rules for alerts, ask for: metrics with what their labels have to be. */
function selectors(): RegExpMatchArray[] {
  const read = (path: string) => readFileSync(new URL(`../../ops/${path}`, import.meta.url), 'utf8');
  const { panels } = JSON.parse(read('grafana/gateway.json')) as { panels: { targets?: { expr: string }[] }[] };
  const asked = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  const text = [...asked, ...(read('prometheus/alerts.yml').match(/expr: .+/g) ?? [])].join('\n');
  return [...text.matchAll(/\b((?:[a-z\d]+_){2,}[a-z\d]+)\b(?:\{([^}]*)\})?/g)].filter(
    // Of the processes of services; functions of the query language; what Prometheus adds.
    ([, name = '']) => !/^(outbox_|histogram_quantile$)/.test(name),
  );
}

function fits(sample: string, [, name = '', matchers = '']: RegExpMatchArray): boolean {
  if (!sample.startsWith(`${name}{`) && sample !== name) return false;
  return [...matchers.matchAll(/(\w+)(=~|!=|=)"([^"]*)"/g)].every(([, label = '', sign, wanted = '']) => {
    if (label === 'instance') return true;
    const [, value = ''] = new RegExp(`[{,]${label}="([^"]*)"`).exec(sample) ?? [];
    if (sign === '=~') return new RegExp(`^(?:${wanted})$`).test(value);
    return (value === wanted) === (sign === '=');
  });
}

it('every panel and every alert has something to tell of after all that, and after an outage', async () => {
  // They are not equal, so that each of them is a call.
  const several = ['a', 'b', 'c'].map((alias) => CENTER.replace('accountsCenter', `${alias}: accountsCenter`));
  const batch = several.map((query) => ({ query }));
  // With plans that are there they are called at the same time.
  for (let round = 0; round < 2; round += 1) expect(await send(batch, ada.accessToken)).toBe(200);
  world.faults.takeDown('accounts-center');
  for (let asked = 0; asked < 10; asked += 1) await send({ query: CENTER }, ada.accessToken);
  world.faults.heal();
  await expect.poll(() => grown('http_requests_total{status="200"}')).toBe(12);
  const samples = [...(await scrape()).keys()];
  const silent = selectors().filter((selector) => !samples.some((sample) => fits(sample, selector)));
  expect(silent.map(([selector]) => selector)).toEqual([]);
  expect(selectors().length).toBeGreaterThan(40);
});
