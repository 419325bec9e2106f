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

async function start(subscriptions: string, parts: Partial<RemoteParts<string>> = {}, limits = {}) {
  const subgraph = await startSubscribable();
  running.push(subgraph.stop);
  const sources = sourcesFor({ subscriptions, ...limits }, subgraph, parts);
  running.push(sources.close);
  const { engine } = createTestGraph(GRAPH, { sources, identityOf: String });
  const ask = (source = TICKED, caller = 'ann') => subscribe(engine, source, { caller, variables: { of: 'time' } });
  return { subgraph, engine, ask };
}

function sourcesFor(ticks: object, { url }: Subscribable, parts: Partial<RemoteParts<string>>): OpenSources<string> {
  const { subgraphs } = settingsSchema({ development: false, graph: 'any' }).parse({
    subgraphs: { named: { ticks } },
  });
  return createSubscriptionSources<string>(subgraphs, {
    addressOf: () => url,
    headersFor: (_, caller) => ({ authorization: `Bearer ${caller}` }),
    identityOf: String,
    keyOf: String,
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

  test(`${way}: opens no more connections than it may, of all and of one caller`, async () => {
    const keyOf = (caller: string) => caller.split('@')[0] ?? '';
    const limits = { maxSubscriptionConnections: 2, maxSubscriptionConnectionsPerCaller: 1 };
    const { subgraph, ask } = await start(way, { keyOf }, limits);
    const first = await ask(undefined, 'ann@phone');
    await expect.poll(subgraph.open).toBe(1);
    const refused = { errors: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }] };
    const again = await ask(undefined, 'ann@home');
    expect(await again.next()).toMatchObject(refused);
    await ask(undefined, 'bob@home');
    await expect.poll(subgraph.open).toBe(2);
    const third = await ask(undefined, 'cam@home');
    expect(await third.next()).toMatchObject(refused);
    await first.leave();
    await expect.poll(subgraph.open).toBe(1);
    await ask(undefined, 'ann@home');
    await expect.poll(subgraph.open).toBe(2);
  });
}

/** Signs whoever asks anew each time, as the gateway does for the services of its own graph. */
function signing(): Pick<RemoteParts<string>, 'headersFor'> {
  let count = 0;
  return { headersFor: async (_, caller) => ({ authorization: `${caller} ${++count}` }) };
}

const signed = (by: string) => ({ headers: { authorization: by }, params: { authorization: by } });

test('graphql-ws: has one connection for all subscriptions of those of whom the subgraph sees the same', async () => {
  const identityOf = (caller: string) => caller.split('@')[0] ?? '';
  const { subgraph, ask } = await start('graphql-ws', { ...signing(), identityOf });
  await ask();
  await expect.poll(subgraph.open).toBe(1);
  await ask('subscription { ticked(of: "else") { id } }', 'ann@home');
  await expect.poll(subgraph.open).toBe(2);
  expect(subgraph.connections).toMatchObject([signed('ann 1')]);
  await ask('subscription { ticked(of: "else") { id } }', 'bob');
  await expect.poll(subgraph.open).toBe(3);
  expect(subgraph.connections).toMatchObject([signed('ann 1'), signed('bob 2')]);
});

test('graphql-ws: connects again with headers of that time, of somebody who still subscribes', async () => {
  const identityOf = (caller: string) => caller.split('@')[0] ?? '';
  const { subgraph, ask } = await start('graphql-ws', { ...signing(), identityOf });
  const client = await ask();
  await expect.poll(subgraph.open).toBe(1);
  await ask('subscription { ticked(of: "else") { id } }', 'ann@home');
  await expect.poll(subgraph.open).toBe(2);
  subgraph.breakOff();
  await expect.poll(() => subgraph.connections).toMatchObject([signed('ann 1'), signed('ann 2')]);
  await expect.poll(subgraph.open).toBe(2);
  await client.leave();
  await expect.poll(subgraph.open).toBe(1);
  subgraph.breakOff();
  await expect.poll(() => subgraph.connections.at(-1)).toMatchObject(signed('ann@home 3'));
});

test('graphql-ws: opens nothing without headers', async () => {
  const headersFor = () => Promise.reject(new Error('There is no key.'));
  const { subgraph, ask } = await start('graphql-ws', { headersFor });
  const client = await ask();
  expect(await client.next()).toMatchObject({ errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] });
  expect(await client.event()).toBeUndefined();
  expect(subgraph.connections).toEqual([]);
});

test('graphql-ws: lets go of a connection that is never made', async () => {
  let isWaiting = false;
  let goOn = (): void => undefined;
  const wait = (): Promise<void> => {
    isWaiting = true;
    return new Promise((resolve) => (goOn = resolve));
  };
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  process.on('unhandledRejection', note);
  running.push(async () => void process.off('unhandledRejection', note));
  const { subgraph, engine, ask } = await start('graphql-ws', { wait });
  await subgraph.stop();
  const client = await ask();
  await expect.poll(() => isWaiting).toBe(true);
  await client.leave();
  goOn();
  // Node tells of what nobody has caught once a turn is over.
  await new Promise((resolve) => setImmediate(resolve));
  expect(unhandled).toEqual([]);
  expect(engine.subscriptionCounts()).toEqual({ sources: 0, subscriptions: 0, clients: 0 });
});

test('graphql-sse: takes an answer that is no stream for the end', async () => {
  const { ask } = await start('graphql-sse');
  const client = await ask(undefined, 'nobody');
  expect(await client.next()).toMatchObject({ errors: [{ message: 'No', extensions: { code: 'UNAUTHENTICATED' } }] });
  expect(await client.event()).toBeUndefined();
});
