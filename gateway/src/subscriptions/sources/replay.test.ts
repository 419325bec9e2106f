import { setImmediate } from 'node:timers/promises';
import { createInProcessBus, silentLogger, systemClock } from '@accounts-center/subgraph-kit';
import { expect, test } from 'vitest';
import type { SourceEvent, SubscriptionSources } from '../../engine/engine-options.ts';
import { EventStream } from '../../engine/subscriptions/event-stream.ts';
import { deliveries } from '../../engine/testing/deliveries.ts';
import { compose, createTestGraph } from '../../engine/testing/test-graph.ts';
import { subscribe, type TestSubscription } from '../../engine/testing/test-subscription.ts';
import { settingsSchema } from '../../settings/settings.ts';
import { createSubscriptionSources } from './subscription-sources.ts';

const CHANGED = 'subscription { deliveryChanged(postId: 1) { state } }';
/** More than are resolved at a time, or wait for a client. */
const MANY = 500;
/** So many may be resolved that a client has not taken. */
const AHEAD = 20;

const state = (id: number) => ({ data: { deliveryChanged: { state: `state of ${id}` } } });
const states = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => state(from + at));
const MISSED = { errors: [{ extensions: { code: 'EVENTS_MISSED' } }] };

/** An engine on a bus that keeps so many events, of which somebody has had the first. To it everybody is the same. */
async function start(replayEvents = 10_000) {
  const bus = createInProcessBus({ replayEvents, clock: systemClock });
  const { subgraphs } = settingsSchema({ development: false, graph: 'any' }).parse({
    subgraphs: { named: { events: { subscriptions: 'events' } } },
  });
  const sources = createSubscriptionSources<string>(subgraphs, {
    bus,
    addressOf: () => undefined,
    headersFor: () => ({}),
    identityOf: String,
    keyOf: String,
    accountOf: () => undefined,
    clock: systemClock,
    log: silentLogger,
  });
  const graph = createTestGraph(deliveries, {
    sources,
    identityOf: () => 'everybody',
    grantsOf: () => ({ isAuthenticated: true, scopes: new Set<string>() }),
    policies: (names) => new Set(names),
  });
  const publish = async (from: number, to = from): Promise<void> => {
    for (let id = from; id <= to; id += 1)
      await bus.publish({
        key: String(id),
        field: 'deliveryChanged',
        arguments: { postId: '1', kind: 'any' },
        value: { __typename: 'Delivery', id: String(id) },
      });
  };
  const first = await subscribe(graph.engine, CHANGED);
  await publish(0);
  const lastEventId = (await first.event())?.id;
  await first.leave();
  const back = (source = CHANGED): Promise<TestSubscription> => subscribe(graph.engine, source, { lastEventId });
  return { ...graph, publish, back, lastEventId };
}

async function take(client: TestSubscription, count: number): Promise<unknown[]> {
  const told: unknown[] = [];
  while (told.length < count) told.push(await client.next());
  return told;
}

/** Until nothing more happens by itself. */
async function atRest(calls: readonly unknown[]): Promise<void> {
  for (let before = -1; before < calls.length; ) {
    before = calls.length;
    for (let turn = 0; turn < 50; turn += 1) await setImmediate();
  }
}

test('a client that comes back gets all that is kept, and then what comes', async () => {
  const { publish, back } = await start();
  await publish(1, MANY);
  const client = await back();
  expect(await take(client, MANY)).toEqual(states(1, MANY));
  await publish(MANY + 1);
  expect(await client.next()).toEqual(state(MANY + 1));
});

test('what comes meanwhile has its place after what was kept, and comes once', async () => {
  const { publish, back } = await start();
  await publish(1, MANY);
  const client = await back();
  const told = await take(client, 100);
  await publish(MANY + 1, MANY + 200);
  told.push(...(await take(client, MANY)));
  await publish(MANY + 201, MANY + 210);
  told.push(...(await take(client, 110)));
  expect(told).toEqual(states(1, MANY + 210));
});

test('of all that is kept, only a little is there at a time for a client that reads slowly', async () => {
  const { publish, back, calls } = await start();
  await publish(1, 10_000);
  const client = await back();
  const before = calls.length;
  for (const taken of [0, 1, 40]) {
    await take(client, taken);
    await atRest(calls);
  }
  expect(calls.length - before).toBeLessThan(41 + AHEAD);
});

test('of events that are large, even less is there at a time', async () => {
  const { engine, publish, lastEventId, calls } = await start();
  await publish(1, MANY);
  const labels = Array.from({ length: 20 }, (_, at) => `l${at}: label(prefix: $prefix)`).join(' ');
  const query = `subscription ($prefix: String) { deliveryChanged(postId: 1) { ${labels} } }`;
  const client = await subscribe(engine, query, { lastEventId, variables: { prefix: 'x'.repeat(8_000) } });
  const before = calls.length;
  await take(client, 20);
  await atRest(calls);
  expect(calls.length - before).toBeLessThan(24);
});

test('a client that leaves ends what was to be told to it', async () => {
  const { engine, publish, back, calls } = await start();
  await publish(1, MANY);
  const [quick, slow] = [await back(), await back()];
  await take(quick, 30);
  await atRest(calls);
  await Promise.all([quick.leave(), slow.leave()]);
  const before = calls.length;
  await publish(MANY + 1);
  await atRest(calls);
  expect(calls).toHaveLength(before);
  expect(engine.subscriptionCounts()).toEqual({ sources: 0, subscriptions: 0, clients: 0 });
});

test('nobody waits for a client that reads more slowly, nor loses that anything', async () => {
  const { engine, publish, back, calls } = await start();
  await publish(1, MANY);
  const clients = [await back(), await back(), await back()];
  const [slow, ...quick] = clients;
  expect(await Promise.all(quick.map((client) => take(client, MANY)))).toEqual(quick.map(() => states(1, MANY)));
  expect(calls.length).toBeLessThan(MANY + 2 * AHEAD);
  await publish(MANY + 1);
  expect(await Promise.all(quick.map((client) => client.next()))).toEqual(quick.map(() => state(MANY + 1)));
  expect(slow && (await take(slow, MANY + 1))).toEqual(states(1, MANY + 1));
  await publish(MANY + 2);
  expect(await Promise.all(clients.map((client) => client.next()))).toEqual(clients.map(() => state(MANY + 2)));
  expect(engine.subscriptionCounts()).toMatchObject({ subscriptions: 1, clients: 3 });
});

test('those who have to part meanwhile go on, each where it was', async () => {
  const { engine, publish, back, calls } = await start();
  await publish(1, MANY);
  const clients = [await back(), await back()];
  const taking = Promise.all(clients.map((client) => take(client, MANY)));
  while (calls.length < 50) await setImmediate();
  expect(engine.subscriptionCounts()).toEqual({ sources: 1, subscriptions: 1, clients: 2 });
  const sdl = deliveries.states?.sdl.replace('state: String!', 'state: String! @policy(policies: [["boss"]])') ?? '';
  await engine.update(compose({ ...deliveries, states: { ...deliveries.states, sdl } }));
  expect(await taking).toEqual(clients.map(() => states(1, MANY)));
  expect(engine.subscriptionCounts()).toMatchObject({ subscriptions: 2, clients: 2 });
});

test('what is not kept any more when a slow client comes to it is missed, in its place', async () => {
  const { publish, back, calls } = await start(100);
  await publish(1, 100);
  const client = await back();
  await atRest(calls);
  const count = calls.length - 1;
  await publish(101, 300);
  expect(await take(client, count)).toEqual(states(1, count));
  expect(await client.next()).toMatchObject(MISSED);
  await publish(301);
  expect(await client.next()).toEqual(state(301));
});

test.each([true, false])('a source is shared by who comes later, but not while it replays: %s', async (isReplaying) => {
  const sources: SubscriptionSources<string> = {
    open: (_, __, ___, { signal }) => {
      const stream = new EventStream<SourceEvent>({ limit: 1, gap: {}, onLeave: () => undefined });
      signal.addEventListener('abort', () => stream.end());
      return { isReplaying, [Symbol.asyncIterator]: () => stream };
    },
  };
  const { engine } = createTestGraph(deliveries, { sources, identityOf: String });
  for (const field of ['state', 'owner'])
    await subscribe(engine, `subscription { deliveryChanged(postId: 1) { ${field} } }`, { lastEventId: 'e1' });
  expect(engine.subscriptionCounts()).toMatchObject({ sources: isReplaying ? 2 : 1, subscriptions: 2 });
});

test('who comes back to where a replay has ended shares its source', async () => {
  const { engine, publish, back, calls } = await start();
  await publish(1, MANY);
  const one = await back();
  await take(one, MANY - 1);
  const last = await one.event();
  await atRest(calls);
  const other = 'subscription { deliveryChanged(postId: "1") { s: state } }';
  const again = await subscribe(engine, other, { lastEventId: last?.id });
  expect(engine.subscriptionCounts()).toMatchObject({ sources: 1 });
  await publish(MANY + 1);
  expect(await one.next()).toEqual(state(MANY + 1));
  expect(await again.next()).toEqual({ data: { deliveryChanged: { s: `state of ${MANY + 1}` } } });
});
