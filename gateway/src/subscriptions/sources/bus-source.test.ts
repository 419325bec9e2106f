import {
  createInProcessBus,
  type EventBus,
  movableClock,
  silentLogger,
  systemClock,
} from '@accounts-center/subgraph-kit';
import { expect, test } from 'vitest';
import { deliveries } from '../../engine/testing/deliveries.ts';
import { createTestGraph } from '../../engine/testing/test-graph.ts';
import { subscribe } from '../../engine/testing/test-subscription.ts';
import { settingsSchema } from '../../settings/settings.ts';
import { createSubscriptionSources } from './subscription-sources.ts';

const CHANGED = 'subscription { deliveryChanged(postId: 1) { state } }';
const state = (id: string) => ({ data: { deliveryChanged: { state: `state of ${id}` } } });
const MISSED = { errors: [{ extensions: { code: 'EVENTS_MISSED' } }] };

function start({ replayEvents = 10, identityOf = (caller: string) => caller, via = (bus: EventBus) => bus } = {}) {
  const clock = movableClock(new Date('2026-11-01'));
  const bus = createInProcessBus({ replayEvents, clock });
  const lags: [field: string, ms: number][] = [];
  const { subgraphs } = settingsSchema({ development: false, graph: 'any' }).parse({
    subgraphs: { named: { events: { subscriptions: 'events' } } },
  });
  const sources = createSubscriptionSources<string>(subgraphs, {
    bus: via(bus),
    addressOf: () => undefined,
    headersFor: () => ({}),
    identityOf: String,
    keyOf: String,
    accountOf: (caller) => (caller === 'nobody' ? undefined : caller),
    clock,
    onEvent: (...told) => lags.push(told),
    log: silentLogger,
  });
  const graph = createTestGraph(deliveries, { sources, identityOf });
  let count = 0;
  const publish = (
    id: string,
    { postId = '1', audience, ageMs = 0 }: { postId?: string; audience?: string[]; ageMs?: number } = {},
  ) =>
    bus.publish({
      key: String(count++),
      field: 'deliveryChanged',
      arguments: { postId, kind: 'any' },
      value: { __typename: 'Delivery', id },
      publishedAt: clock.now().getTime() - ageMs,
      ...(audience && { audience }),
    });
  return { ...graph, publish, lags };
}

test('tells the events of a field with equal arguments, as the schema reads them', async () => {
  const { engine, publish } = start();
  const client = await subscribe(engine, CHANGED);
  await publish('1', { postId: '2' });
  await publish('2');
  expect(await client.next()).toEqual(state('2'));
});

test('tells an event with an audience to those in it only', async () => {
  const { engine, publish } = start();
  const [ann, bob, nobody] = await Promise.all(
    ['ann', 'bob', 'nobody'].map((caller) => subscribe(engine, CHANGED, { caller })),
  );
  await publish('1', { audience: ['ann', 'carl'] });
  await publish('2', { audience: ['bob'] });
  await publish('3');
  expect([await ann?.next(), await ann?.next()]).toEqual([state('1'), state('3')]);
  expect([await bob?.next(), await bob?.next()]).toEqual([state('2'), state('3')]);
  expect(await nobody?.next()).toEqual(state('3'));
});

test('tells nobody the events of another account, also where subgraphs see no difference between callers', async () => {
  const { engine, publish, calls } = start({ identityOf: () => '' });
  const ann = await subscribe(engine, CHANGED, { caller: 'ann' });
  const bob = await subscribe(engine, CHANGED, { caller: 'bob' });
  await publish('1', { audience: ['ann'] });
  await publish('2', { audience: ['bob'] });
  await publish('3');
  expect([await ann.next(), await ann.next()]).toEqual([state('1'), state('3')]);
  expect([await bob.next(), await bob.next()]).toEqual([state('2'), state('3')]);
  expect(calls).toHaveLength(3);
});

test('fetches once for an event what several subscriptions of one identity ask for', async () => {
  const { engine, publish, calls } = start();
  const one = await subscribe(engine, 'subscription { deliveryChanged(postId: 1) { state } }');
  const other = await subscribe(engine, 'subscription { changed: deliveryChanged(postId: "1") { state } }');
  expect(engine.subscriptionCounts()).toMatchObject({ sources: 2 });
  await publish('1');
  expect(await one.next()).toEqual(state('1'));
  expect(await other.next()).toEqual({ data: { changed: { state: 'state of 1' } } });
  expect(calls).toHaveLength(1);
});

test('gives a client that comes back what it has missed, or tells it that something is missing', async () => {
  const { engine, publish } = start({ replayEvents: 2 });
  const first = await subscribe(engine, CHANGED);
  await publish('1');
  const { id: lastEventId = '' } = (await first.event()) ?? {};
  await first.leave();
  await publish('2');
  await publish('3');
  const back = await subscribe(engine, CHANGED, { lastEventId });
  expect([await back.next(), await back.next()]).toEqual([state('2'), state('3')]);
  await publish('4');
  expect(await back.next()).toEqual(state('4'));

  const late = await subscribe(engine, CHANGED, { lastEventId });
  expect(await late.next()).toMatchObject(MISSED);
  await publish('5');
  expect(await late.next()).toEqual(state('5'));
});

test('tells how late an event is, once for all who hear it, and not again of one that was missed', async () => {
  const { engine, publish, lags } = start();
  const one = await subscribe(engine, CHANGED, { caller: 'ann' });
  const other = await subscribe(engine, CHANGED, { caller: 'bob' });
  await publish('1', { ageMs: 250 });
  await publish('2', { audience: ['carl'], ageMs: 9_000 });
  await publish('3', { ageMs: -40 });
  const { id: lastEventId = '' } = (await one.event()) ?? {};
  expect([await other.next(), await other.next()]).toEqual([state('1'), state('3')]);
  const back = await subscribe(engine, CHANGED, { lastEventId });
  expect(await back.next()).toEqual(state('3'));
  expect(lags).toEqual([
    ['deliveryChanged', 250],
    ['deliveryChanged', 0],
  ]);
});

test('does not tell how late an event is that nobody has timed', async () => {
  const withoutTimes = (bus: EventBus): EventBus => ({
    ...bus,
    subscribe: (field, listener, options) =>
      bus.subscribe(field, (event) => listener({ ...event, publishedAt: undefined }), options),
  });
  const { engine, publish, lags } = start({ via: withoutTimes });
  const client = await subscribe(engine, CHANGED);
  await publish('1');
  expect(await client.next()).toEqual(state('1'));
  expect(lags).toEqual([]);
});

test('stops listening when the last client has left', async () => {
  const { engine, publish, calls } = start();
  const client = await subscribe(engine, CHANGED);
  await client.leave();
  await publish('1');
  expect(calls).toEqual([]);
  expect(engine.subscriptionCounts()).toEqual({ sources: 0, subscriptions: 0, clients: 0 });
});

test('refuses to subscribe to a subgraph of which nobody has said how', async () => {
  const sources = createSubscriptionSources<string>(
    settingsSchema({ development: false, graph: 'any' }).parse({}).subgraphs,
    {
      addressOf: () => undefined,
      headersFor: () => ({}),
      identityOf: String,
      keyOf: String,
      accountOf: () => undefined,
      clock: systemClock,
      log: silentLogger,
    },
  );
  const { engine } = createTestGraph(deliveries, { sources });
  const client = await subscribe(engine, CHANGED);
  expect(await client.next()).toMatchObject({ errors: [{ extensions: { code: 'NOT_SUPPORTED' } }] });
  expect(await client.event()).toBeUndefined();
});
