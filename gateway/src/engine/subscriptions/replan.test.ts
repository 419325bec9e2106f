import { expect, test } from 'vitest';
import { changed, deliveries } from '../testing/deliveries.ts';
import { compose, createTestGraph, type TestSubgraphs } from '../testing/test-graph.ts';
import { createTestSources } from '../testing/test-sources.ts';
import { subscribe } from '../testing/test-subscription.ts';

const CHANGED = 'subscription { deliveryChanged(postId: "1") { state } }';
const state = (id: string) => ({ data: { deliveryChanged: { state: `state of ${id}` } } });

/** An engine that knows, to begin with, less or more than its subgraphs. */
function start(changes: (sdl: string) => string = (sdl) => sdl) {
  const sources = createTestSources();
  const { events, states, posts } = deliveries as Required<TestSubgraphs>;
  if (!events || !states || !posts) throw new Error('The graph has other subgraphs.');
  const changedGraph = { events: { ...events, sdl: changes(events.sdl) }, states, posts };
  const graph = createTestGraph(deliveries, { sources, identityOf: String });
  return { ...graph, sources, next: compose(changedGraph) };
}

test('goes on without a drop when the schema changes, with the same source where it is asked the same', async () => {
  const { engine, sources, next } = start((sdl) => `${sdl} type Query { more: Int }`);
  const client = await subscribe(engine, CHANGED);
  sources.one().data(changed('1'));
  expect(await client.next()).toEqual(state('1'));
  await engine.update(next);
  sources.one().data(changed('2'));
  expect(await client.next()).toEqual(state('2'));
  expect(sources.all).toHaveLength(1);
  await subscribe(engine, CHANGED);
  expect(engine.subscriptionCounts()).toEqual({ sources: 1, subscriptions: 1, clients: 2 });
});

test('opens its source again, after the last event, where it is asked something else', async () => {
  const { engine, sources, next } = start((sdl) =>
    sdl.replace('{ id: ID! }', '{ id: ID! state: String! @override(from: "states") }'),
  );
  const client = await subscribe(engine, CHANGED);
  sources.one().data(changed('1'), 'e1');
  expect(await client.next()).toEqual(state('1'));
  await engine.update(next);
  expect(sources.all.map(({ lastEventId }) => lastEventId)).toEqual([undefined, 'e1']);
  expect(sources.all[0]?.isOpen()).toBe(false);
  sources.one().data({ deliveryChanged: { __typename: 'Delivery', id: '2', state: 'from the event' } }, 'e2');
  expect(await client.next()).toEqual({ data: { deliveryChanged: { state: 'from the event' } } });
});

test('ends a subscription that the new schema does not have any more', async () => {
  const { engine, sources, next } = start((sdl) => sdl.replace('deliveryChanged(', 'other('));
  const client = await subscribe(engine, CHANGED);
  const staying = await subscribe(engine, 'subscription { firm { id } }');
  await engine.update(next);
  expect(await client.next()).toMatchObject({ errors: [{ extensions: { code: 'SUBSCRIPTION_NO_LONGER_VALID' } }] });
  expect(await client.event()).toBeUndefined();
  sources.one().data({ firm: { __typename: 'Delivery', id: '1' } });
  expect(await staying.next()).toEqual({ data: { firm: { id: '1' } } });
});

test('keeps what is open on the present schema when a new one can not be loaded', async () => {
  const { engine, sources } = start();
  const client = await subscribe(engine, CHANGED);
  await expect(engine.update('type Query { a: Int }')).rejects.toThrow();
  sources.one().data(changed('1'));
  expect(await client.next()).toEqual(state('1'));
});

test('says that events may be missing where a source without ids had to be opened again', async () => {
  const { engine, sources, next } = start((sdl) =>
    sdl.replace('{ id: ID! }', '{ id: ID! state: String! @override(from: "states") }'),
  );
  const client = await subscribe(engine, CHANGED);
  sources.one().data(changed('1'));
  expect(await client.next()).toEqual(state('1'));
  await engine.update(next);
  expect(await client.next()).toMatchObject({ errors: [{ extensions: { code: 'EVENTS_MISSED' } }] });
  sources.one().data({ deliveryChanged: { __typename: 'Delivery', id: '2', state: 'from the event' } });
  expect(await client.next()).toEqual({ data: { deliveryChanged: { state: 'from the event' } } });
});

test('ends an event as it began when the schema changes meanwhile', async () => {
  const { engine, sources, next } = start((sdl) => `${sdl} type Query { more: Int }`);
  const client = await subscribe(engine, CHANGED);
  sources.one().data(changed('1'));
  const [told] = await Promise.all([client.next(), engine.update(next)]);
  expect(told).toEqual(state('1'));
});
