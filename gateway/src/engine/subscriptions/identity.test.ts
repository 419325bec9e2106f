import { expect, test } from 'vitest';
import { changed, deliveries } from '../testing/deliveries.ts';
import { createTestGraph, type TestCaller } from '../testing/test-graph.ts';
import { createTestSources } from '../testing/test-sources.ts';
import { subscribe } from '../testing/test-subscription.ts';

function start() {
  const sources = createTestSources();
  return { sources, ...createTestGraph(deliveries, { sources, identityOf: (caller) => caller.split('@')[0] }) };
}

const CHANGED = 'subscription { deliveryChanged(postId: "1") { state } }';
const state = (id: string) => ({ data: { deliveryChanged: { state: `state of ${id}` } } });

test('ends a subscription with an error when the identity is no longer good, and no other', async () => {
  const { engine, sources, calls } = start();
  let ann: TestCaller | undefined = 'ann';
  const ending = await subscribe(engine, CHANGED, { caller: 'ann', callerNow: () => ann });
  const staying = await subscribe(engine, CHANGED, { caller: 'ann' });
  sources.one().data(changed('1'));
  expect(await ending.next()).toEqual(state('1'));
  ann = undefined;
  sources.one().data(changed('2'));
  expect(await ending.next()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  expect(await ending.event()).toBeUndefined();
  expect([await staying.next(), await staying.next()]).toEqual([state('1'), state('2')]);
  expect(calls).toHaveLength(2);
  expect(engine.subscriptionCounts()).toEqual({ sources: 1, subscriptions: 1, clients: 1 });
});

test('asks no subgraph for an event when nobody’s identity is good', async () => {
  const { engine, sources, calls } = start();
  const fails = (): never => {
    throw new Error('no session store');
  };
  const client = await subscribe(engine, CHANGED, { callerNow: fails });
  sources.one().data(changed('1'));
  expect(await client.next()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  expect(await client.event()).toBeUndefined();
  expect(calls).toEqual([]);
  expect(engine.subscriptionCounts().sources).toBe(0);
});

test('ends a subscription when it can not be told who somebody is, and no other', async () => {
  const sources = createTestSources();
  const identityOf = (caller: TestCaller): string => {
    if (caller === 'strange') throw new Error('no such caller');
    return caller;
  };
  const { engine } = createTestGraph(deliveries, { sources, identityOf });
  let caller = 'ann';
  const ending = await subscribe(engine, CHANGED, { caller, callerNow: () => caller });
  const staying = await subscribe(engine, CHANGED, { caller: 'bob' });
  caller = 'strange';
  for (const source of sources.all) source.data(changed('1'));
  expect(await ending.event()).toBeUndefined();
  expect(await staying.next()).toEqual(state('1'));
  expect(engine.subscriptionCounts()).toEqual({ sources: 1, subscriptions: 1, clients: 1 });
});

test('asks with the caller of now', async () => {
  const { engine, sources, calls } = start();
  let caller = 'ann@1';
  const client = await subscribe(engine, CHANGED, { caller, callerNow: () => caller });
  caller = 'ann@2';
  sources.one().data(changed('1'));
  await client.next();
  expect(calls.map((call) => call.caller)).toEqual(['ann@2']);
});

test('goes on with a source of its own for a client whose identity has changed', async () => {
  const { engine, sources, calls } = start();
  let caller = 'ann';
  const client = await subscribe(engine, CHANGED, { caller, callerNow: () => caller });
  sources.all[0]?.data(changed('1'), 'e1');
  expect(await client.next()).toEqual(state('1'));
  caller = 'bob';
  sources.all[0]?.data(changed('2'), 'e2');
  // The second event was not told to Bob: his source begins after the first one.
  await expect.poll(() => sources.all.length).toBe(2);
  expect(sources.all[1]).toMatchObject({ caller: 'bob', lastEventId: 'e1' });
  expect(sources.all[0]?.isOpen()).toBe(false);
  sources.one().data(changed('2'), 'e2');
  expect(await client.next()).toEqual(state('2'));
  expect(calls.map((call) => call.caller)).toEqual(['ann', 'ann', 'bob'].slice(-calls.length));
});

test('says that events may be missing to a client whose identity changes, where they have no ids', async () => {
  const { engine, sources } = start();
  let caller = 'ann';
  const client = await subscribe(engine, CHANGED, { caller, callerNow: () => caller });
  caller = 'bob';
  sources.all[0]?.data(changed('1'));
  expect(await client.next()).toMatchObject({ errors: [{ extensions: { code: 'EVENTS_MISSED' } }] });
  sources.one().data(changed('2'));
  expect(await client.next()).toEqual(state('2'));
});

test('resumes after the last event that a client has had, and joins the others when it has had as much', async () => {
  const { engine, sources } = start();
  const live = await subscribe(engine, CHANGED);
  sources.all[0]?.data(changed('4'), 'e4');
  await live.next();
  const back = await subscribe(engine, CHANGED, { lastEventId: 'e2' });
  const alike = await subscribe(engine, CHANGED, { lastEventId: 'e2' });
  expect(sources.all.map(({ lastEventId }) => lastEventId)).toEqual([undefined, 'e2']);
  expect(engine.subscriptionCounts()).toEqual({ sources: 2, subscriptions: 2, clients: 3 });
  sources.all[1]?.data(changed('3'), 'e3');
  expect([await back.next(), await alike.next()]).toEqual([state('3'), state('3')]);
  sources.all[1]?.data(changed('4'), 'e4');
  expect([await back.next(), await alike.next()]).toEqual([state('4'), state('4')]);
  await expect.poll(() => engine.subscriptionCounts()).toEqual({ sources: 1, subscriptions: 1, clients: 3 });
  sources.one().data(changed('5'), 'e5');
  expect([await live.next(), await back.next(), await alike.next()]).toEqual([state('5'), state('5'), state('5')]);
});

test('lets a client that comes back join those who have had as much', async () => {
  const { engine, sources } = start();
  const live = await subscribe(engine, CHANGED);
  sources.one().data(changed('4'), 'e4');
  await live.next();
  await subscribe(engine, CHANGED, { lastEventId: 'e4' });
  expect(engine.subscriptionCounts()).toEqual({ sources: 1, subscriptions: 1, clients: 2 });
});
