import { expect, it } from 'vitest';
import type { EngineOptions } from '../engine-options.ts';
import { createTestGraph, type TestCaller, type TestSubgraphs } from '../testing/test-graph.ts';
import { createTestSources } from '../testing/test-sources.ts';
import { subscribe } from '../testing/test-subscription.ts';

const deliveries: TestSubgraphs = {
  events: {
    sdl: `
      type Subscription { open: Delivery closed: Delivery @authenticated }
      type Delivery @key(fields: "id") { id: ID! }`,
  },
  states: {
    sdl: `
      type Query { delivery: Delivery }
      type Delivery @key(fields: "id") { id: ID! state: String cost: Int @authenticated rating: Int @policy(policies: [["rater"]]) }`,
    resolvers: { Delivery: { state: () => 'sent', cost: () => 5, rating: () => 3 } },
  },
};

const event = { open: { __typename: 'Delivery', id: '1' } };
const told = (fields: object) => ({ open: { state: 'sent', ...fields } });
const withoutCost = {
  data: told({ cost: null }),
  errors: [{ path: ['open', 'cost'], extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }],
};

function start(options: Partial<EngineOptions<TestCaller>> = {}) {
  const sources = createTestSources();
  const grantsOf = (caller: TestCaller) => ({ isAuthenticated: caller !== 'nobody', scopes: new Set<string>() });
  return { sources, ...createTestGraph(deliveries, { sources, grantsOf, ...options }) };
}

it('a subscription that the caller may not open opens nothing', async () => {
  const { engine, sources } = start();
  const client = await subscribe(engine, 'subscription { closed { state } }', { caller: 'nobody' });
  expect(client.refused).toMatchObject([{ path: ['closed'], extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }]);
  expect(sources.all).toEqual([]);
});

it('of its events the caller gets what the caller may read', async () => {
  const { engine, sources, calls } = start();
  const client = await subscribe(engine, 'subscription { open { state cost } }', { caller: 'nobody' });
  sources.one().data(event);
  expect(await client.next()).toMatchObject(withoutCost);
  expect(calls.map(({ query }) => query).join()).not.toContain('cost');
});

it.each<[string, Partial<EngineOptions<TestCaller>>]>([
  ['alone', {}],
  ['with others', { identityOf: (caller) => caller }],
  ['with others who seem to be the same', { identityOf: () => 'everybody' }],
])('a right that is lost is lost from the next event on: %s', async (_, options) => {
  const { engine, sources } = start(options);
  let caller = 'ann';
  const client = await subscribe(engine, 'subscription { open { state cost } }', { caller, callerNow: () => caller });
  const other = await subscribe(engine, 'subscription { open { state cost } }', { caller: 'ann' });
  const tell = () => {
    for (const source of sources.all.filter(({ isOpen }) => isOpen())) source.data(event, `e${sources.all.length}`);
  };
  tell();
  expect(await client.next()).toEqual({ data: told({ cost: 5 }) });
  expect(await other.next()).toEqual({ data: told({ cost: 5 }) });
  caller = 'nobody';
  tell();
  expect(await other.next()).toEqual({ data: told({ cost: 5 }) });
  // One who is somebody else now goes on by themselves.
  const next = client.next();
  if (options.identityOf) {
    await expect.poll(() => engine.subscriptionCounts().subscriptions).toBe(2);
    tell();
  }
  expect(await next).toMatchObject(withoutCost);
});

it('a subscription to what its caller may not have any more ends', async () => {
  const { engine, sources } = start({ identityOf: (caller) => caller });
  let caller = 'ann';
  const client = await subscribe(engine, 'subscription { closed { state } }', { caller, callerNow: () => caller });
  caller = 'nobody';
  sources.one().data({ closed: event.open });
  expect(await client.next()).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
  expect(await client.event()).toBeUndefined();
  await expect.poll(() => engine.subscriptionCounts().sources).toBe(0);
});

it('a policy is asked about at each event', async () => {
  const held = new Set(['rater']);
  const { engine, sources } = start({ policies: () => held, identityOf: () => 'everybody' });
  const client = await subscribe(engine, 'subscription { open { state rating } }');
  sources.one().data(event);
  expect(await client.next()).toEqual({ data: told({ rating: 3 }) });
  held.clear();
  sources.one().data(event);
  expect(await client.next()).toMatchObject({ data: told({ rating: null }), errors: [{ path: ['open', 'rating'] }] });
});

it('where operations are refused, so is an event', async () => {
  const held = new Set(['rater']);
  const { engine, sources } = start({ policies: () => held, unauthorized: 'refuse' });
  const client = await subscribe(engine, 'subscription { open { state rating } }');
  held.clear();
  sources.one().data(event);
  const refused = await client.next();
  expect(refused).toMatchObject({
    errors: [{ message: 'You may not read open.rating.', extensions: { code: 'FORBIDDEN' } }],
  });
  expect(refused).not.toHaveProperty('data');
});
