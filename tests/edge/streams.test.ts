// Subscriptions and other streams through a gateway process, as clients of every kind see them.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type GatewayProcess, startGatewayProcess, subscribersOf } from './harness/gateway-process.ts';
import { type Graph, startGraph } from './harness/graph.ts';
import { post } from './harness/http.ts';
import { type Issuer, startIssuer } from './harness/issuer.ts';
import { type Asked, type Heard, send, WAYS, type Way } from './harness/ways.ts';

let graph: Graph;
let issuer: Issuer;
let gateway: GatewayProcess;
const opened: Heard[] = [];

beforeAll(async () => {
  [graph, issuer] = await Promise.all([startGraph(), startIssuer()]);
  gateway = await startGatewayProcess({
    supergraphSdl: graph.olderSdl,
    environment: 'production',
    settings: {
      schema: { pollMs: 50 },
      authentication: { issuers: [issuer.settings], revocationPollMs: 50 },
      subgraphs: { named: { changes: { subscriptions: 'graphql-ws' } } },
      subscriptions: { heartbeatMs: 1_000 },
      limits: { maxCost: 200 },
      rateLimits: { rules: [{ name: 'latest', by: 'operation', operations: ['latest'], limit: 4, perMs: 3_600_000 }] },
    },
  });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await Promise.all([graph[Symbol.asyncDispose](), issuer[Symbol.asyncDispose]()]);
});
afterEach(async () => {
  for (const heard of opened.splice(0)) heard.end();
  await expect.poll(graph.hearers).toBe(0);
});

function open(way: Way, asked: Asked): Heard {
  const heard = send(way, gateway, asked);
  opened.push(heard);
  return heard;
}

/** What an operation that is no subscription is answered with. */
async function ask(way: Way, asked: Asked): Promise<{ data: unknown; codes: readonly string[] }> {
  const heard = open(way, asked);
  await expect.poll(heard.isOver).toBe(true);
  return { data: heard.data[0], codes: heard.codes };
}

const SUBSCRIPTION = 'subscription { noticed { name email } }';

describe.each(WAYS)('over %s', (way) => {
  it('events of a subgraph come with what other subgraphs have of them', async () => {
    const heard = open(way, { query: SUBSCRIPTION, token: await issuer.token() });
    await expect.poll(graph.hearers).toBe(1);
    graph.rename('Bea');
    await expect.poll(() => heard.data).toMatchObject([{ noticed: { name: 'Bea', email: '1@example.com' } }]);
    graph.rename('Cleo');
    await expect.poll(() => heard.data[1]).toMatchObject({ noticed: { name: 'Cleo', email: '1@example.com' } });
    expect(heard.codes).toEqual([]);
  });

  it('each operation is limited as everywhere', async () => {
    expect(await ask(way, { query: '{ latest { text } }' })).toMatchObject({
      data: { latest: { text: 'Hello' } },
      codes: [],
    });
    expect(await ask(way, { query: '{ people(first: 201) { name } }' })).toMatchObject({
      codes: ['COST_ESTIMATED_TOO_EXPENSIVE'],
    });
    expect(await ask(way, { query: '{ me { name } }' })).toMatchObject({
      data: { me: null },
      codes: ['UNAUTHORIZED_FIELD_OR_TYPE'],
    });
    const query = '{ me { email salary } }';
    expect(await ask(way, { query, token: await issuer.token() })).toMatchObject({
      data: { me: { email: '1@example.com', salary: null } },
      codes: ['UNAUTHORIZED_FIELD_OR_TYPE'],
    });
    expect(await ask(way, { query, token: await issuer.token({ scope: 'x hr:read' }) })).toMatchObject({
      data: { me: { email: '1@example.com', salary: 100 } },
      codes: [],
    });
  });

  it('a token that is worth nothing is told to be', async () => {
    const token = await issuer.token({ exp: 1_000 });
    for (const query of [SUBSCRIPTION, '{ me { name } }']) {
      const heard = open(way, { query, token });
      await expect.poll(() => heard.codes).toEqual([way === 'graphql-ws' ? '4403' : 'UNAUTHENTICATED']);
      expect(heard.data).toEqual([]);
    }
  });

  it('subscriptions are limited, too', async () => {
    const heard = open(way, { query: 'subscription { noticed { report } }', token: await issuer.token() });
    await expect.poll(() => heard.codes).toEqual(['COST_ESTIMATED_TOO_EXPENSIVE']);
  });
});

it('what was used up one way is used up for all', async () => {
  const answers = await Promise.all(WAYS.map((way) => ask(way, { query: '{ latest { text } }' })));
  expect(answers).toEqual(WAYS.map(() => ({ data: undefined, codes: ['RATE_LIMITED'] })));
  const { status, headers } = await post(gateway.url, { query: '{ latest { text } }' });
  expect([status, Number(headers.get('retry-after')) > 3_000]).toEqual([429, true]);
  expect(headers.get('ratelimit-policy')).toBe('"latest";q=4;w=3600');
});

it('equal subscriptions of one caller are opened once at the subgraph', async () => {
  const token = await issuer.token();
  const all = WAYS.map((way) => open(way, { query: SUBSCRIPTION, token }));
  await expect.poll(() => subscribersOf(gateway)).toBe(WAYS.length);
  expect(graph.hearers()).toBe(1);
  graph.rename('Dora');
  for (const { data } of all) await expect.poll(() => data).toHaveLength(1);
});

it('subscriptions end with the token, and with its session', async () => {
  const revoked = await issuer.token({ sid: 'revoked' });
  const staying = await issuer.token({ sid: 'staying' });
  const listen = (token: string): Heard[] => WAYS.map((way) => open(way, { query: SUBSCRIPTION, token }));
  const [remaining, ending] = [listen(staying), listen(revoked)];
  await expect.poll(() => subscribersOf(gateway)).toBe(2 * WAYS.length);
  ending.push(...listen(await issuer.token({ sid: 'short', exp: Math.floor(Date.now() / 1_000) + 3 })));
  await expect.poll(() => subscribersOf(gateway)).toBe(3 * WAYS.length);
  issuer.end('revoked');
  for (const heard of ending) {
    await expect.poll(heard.isOver).toBe(true);
    expect(heard.codes.join()).toMatch(/4403|UNAUTHENTICATED/);
  }
  graph.rename('Eve');
  for (const { data } of remaining) await expect.poll(() => data).toHaveLength(1);
  expect(ending.map(({ data }) => data)).toEqual(ending.map(() => []));
});

it('a new supergraph is taken up under open subscriptions and a load of queries; a broken one changes nothing', async () => {
  const heard = open('graphql-ws', { query: SUBSCRIPTION, token: await issuer.token() });
  await expect.poll(graph.hearers).toBe(1);
  let isLoaded = true;
  const statuses = new Set<number>();
  const loads = Array.from({ length: 4 }, async () => {
    while (isLoaded) statuses.add((await post(gateway.url, { query: '{ person(id: "2") { name } }' })).status);
  });
  const nickname = async (): Promise<number> =>
    (await post(gateway.url, { query: '{ person(id: "2") { nickname } }' })).status;
  expect(await nickname()).toBe(400);
  await gateway.putSupergraph(graph.supergraphSdl);
  await expect.poll(nickname).toBe(200);
  graph.rename('Fay');
  await expect.poll(() => heard.data).toEqual([{ noticed: { name: 'Fay', email: '1@example.com' } }]);

  await gateway.putSupergraph(`${graph.supergraphSdl} type Half {`);
  await expect.poll(gateway.log).toContain('A new graph can not be served: the one before stays');
  expect(await nickname()).toBe(200);
  graph.rename('Gil');
  await expect.poll(() => heard.data).toHaveLength(2);
  isLoaded = false;
  await Promise.all(loads);
  expect([...statuses]).toEqual([200]);
  expect(heard.codes).toEqual([]);
});
