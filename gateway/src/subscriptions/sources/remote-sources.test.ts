import { silentLogger, systemClock } from '@accounts-center/subgraph-kit';
import { afterEach, expect, test } from 'vitest';
import { createTestGraph } from '../../engine/testing/test-graph.ts';
import { subscribe } from '../../engine/testing/test-subscription.ts';
import { settingsSchema } from '../../settings/settings.ts';
import type { RemoteParts } from './remote.ts';
import { createSubscriptionSources, type OpenSources } from './subscription-sources.ts';
import { type Subscribable, startSubscribable } from './testing/subscribable.ts';

const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

const GRAPH = {
  ticks: {
    sdl: `type Query { now: Int } type Subscription { ticked(of: String!): Tick fails: Tick }
      type Tick @key(fields: "id") { id: ID! secret: String }`,
  },
  names: {
    sdl: 'type Query { a: Int } type Tick @key(fields: "id") { id: ID! name: String }',
    resolvers: {
      Tick: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        name: ({ id }: { id: string }) => `name of ${id}`,
      },
    },
  },
};

const TICKED = 'subscription ($of: String!) { t: ticked(of: $of) { id name } }';
const tick = (id: string) => ({ data: { t: { id, name: `name of ${id}` } } });

async function start(subscriptions: string, parts: Partial<RemoteParts<string>> = {}) {
  const subgraph = await startSubscribable();
  running.push(subgraph.stop);
  const sources = sourcesFor(subscriptions, subgraph, parts);
  running.push(sources.close);
  const { engine } = createTestGraph(GRAPH, { sources, identityOf: String });
  const ask = (source = TICKED, caller = 'ann') => subscribe(engine, source, { caller, variables: { of: 'time' } });
  return { subgraph, engine, ask };
}

function sourcesFor(
  subscriptions: string,
  { url }: Subscribable,
  parts: Partial<RemoteParts<string>>,
): OpenSources<string> {
  const { subgraphs } = settingsSchema({ development: false, graph: 'any' }).parse({
    subgraphs: { named: { ticks: { subscriptions } } },
  });
  return createSubscriptionSources<string>(subgraphs, {
    addressOf: () => url,
    headersFor: (_, caller) => ({ authorization: `Bearer ${caller}` }),
    accountOf: () => undefined,
    wait: async () => undefined,
    clock: systemClock,
    log: silentLogger,
    ...parts,
  });
}

for (const way of ['graphql-ws', 'graphql-sse']) {
  test(`${way}: tells the events of a subgraph, and ends with it`, async () => {
    const { subgraph, ask } = await start(way);
    const client = await ask();
    await expect.poll(subgraph.open).toBe(1);
    subgraph.tick('1');
    subgraph.tick('2');
    expect([await client.next(), await client.next()]).toEqual([tick('1'), tick('2')]);
    subgraph.complete();
    expect(await client.event()).toBeUndefined();
  });

  test(`${way}: opens equal subscriptions once, tells the subgraph who asks, and leaves nothing open`, async () => {
    const { subgraph, engine, ask } = await start(way);
    const clients = await Promise.all([ask(), ask(), ask(undefined, 'bob')]);
    await expect.poll(subgraph.open).toBe(2);
    subgraph.tick('1');
    expect(await Promise.all(clients.map((client) => client.next()))).toEqual([tick('1'), tick('1'), tick('1')]);
    expect(subgraph.connections.map(({ headers }) => String(headers.authorization)).sort()).toEqual([
      'Bearer ann',
      'Bearer bob',
    ]);
    for (const client of clients) await client.leave();
    await expect.poll(subgraph.open).toBe(0);
    expect(engine.subscriptionCounts()).toEqual({ sources: 0, subscriptions: 0, clients: 0 });
  });

  test(`${way}: connects again when the connection breaks, and says that events may be missing`, async () => {
    const { subgraph, ask } = await start(way);
    const client = await ask();
    await expect.poll(subgraph.open).toBe(1);
    subgraph.tick('1');
    expect(await client.next()).toEqual(tick('1'));
    subgraph.breakOff();
    expect(await client.next()).toMatchObject({ errors: [{ extensions: { code: 'EVENTS_MISSED' } }] });
    await expect.poll(subgraph.open).toBe(1);
    subgraph.tick('2');
    expect(await client.next()).toEqual(tick('2'));
  });

  test(`${way}: shows of a subgraph's errors what clients may see`, async () => {
    const { subgraph, ask } = await start(way);
    const refused = await ask('subscription { f: fails { id } }');
    expect(await refused.next()).toMatchObject({
      data: { f: null },
      errors: [{ message: 'Not you', extensions: { code: 'FORBIDDEN' } }],
    });
    expect(await refused.event()).toBeUndefined();
    const client = await ask('subscription { ticked(of: "x") { id secret } }');
    await expect.poll(subgraph.open).toBe(1);
    subgraph.tick('1');
    const { data, errors } = (await client.next()) as { data: unknown; errors: unknown };
    expect(data).toEqual({ ticked: { id: '1', secret: null } });
    expect(errors).toMatchObject([{ path: ['ticked', 'secret'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    expect(JSON.stringify(errors)).not.toContain('password');
  });

  test(`${way}: gives a subgraph up that can't be reached, and says so`, async () => {
    const { subgraph, ask } = await start(way);
    await subgraph.stop();
    const client = await ask();
    expect(await client.next()).toMatchObject({
      data: { t: null },
      errors: [{ path: ['t'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }],
    });
    expect(await client.event()).toBeUndefined();
  });

  test(`${way}: opens no more connections than it may`, async () => {
    const { subgraph, ask } = await start(way, { maxConnections: 1 });
    await ask();
    await expect.poll(subgraph.open).toBe(1);
    const other = await ask(undefined, 'bob');
    expect(await other.next()).toMatchObject({ errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] });
    expect(subgraph.open()).toBe(1);
  });
}

test('graphql-ws: has one connection for all subscriptions of those of whom the subgraph sees the same', async () => {
  const { subgraph, ask } = await start('graphql-ws');
  await ask();
  await ask('subscription { ticked(of: "else") { id } }');
  await expect.poll(subgraph.open).toBe(2);
  expect(subgraph.connections).toMatchObject([{ params: { authorization: 'Bearer ann' } }]);
});

test('graphql-sse: takes an answer that is no stream for the end', async () => {
  const { ask } = await start('graphql-sse');
  const client = await ask(undefined, 'nobody');
  expect(await client.next()).toMatchObject({ errors: [{ message: 'No', extensions: { code: 'UNAUTHENTICATED' } }] });
  expect(await client.event()).toBeUndefined();
});
