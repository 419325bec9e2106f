import { describe, expect, it, test } from 'vitest';
import type { EngineOptions } from '../engine-options.ts';
import { compose, createTestGraph, type TestCaller, type TestSubgraphs } from '../testing/test-graph.ts';
import { createTestSources } from '../testing/test-sources.ts';
import { subscribe, type TestSubscription } from '../testing/test-subscription.ts';

const CHANGED = 'subscription { changed { id secret } }';
const POLICY = '@policy(policies: [["boss"]])';

/** @param directive on the field that is not to be for everybody; `onRoot` on the one that is subscribed to */
function graph(directive = '', onRoot = ''): TestSubgraphs {
  return {
    events: { sdl: `type Subscription { changed: Delivery ${onRoot} } type Delivery @key(fields: "id") { id: ID! }` },
    states: {
      sdl: `type Query { delivery: Delivery } type Delivery @key(fields: "id") { id: ID! secret: String ${directive} }`,
      resolvers: {
        Delivery: { __resolveReference: ({ id }: { id: string }) => ({ id, secret: `secret of ${id}` }) },
      },
    },
  };
}

const event = (id: string) => ({ changed: { __typename: 'Delivery', id } });
const all = (id: string) => ({ data: { changed: { id, secret: `secret of ${id}` } } });
const without = (id: string) => ({
  data: { changed: { id, secret: null } },
  errors: [{ path: ['changed', 'secret'], extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }],
});
const FORBIDDEN = { errors: [{ extensions: { code: 'FORBIDDEN' } }] };
const MISSED = { errors: [{ extensions: { code: 'EVENTS_MISSED' } }] };

const ofBoss: NonNullable<EngineOptions<TestCaller>['policies']> = (names, caller) =>
  new Set(caller === 'boss' ? names : []);

/** An engine to which everybody is the same, but for policies. */
function start(options: Partial<EngineOptions<TestCaller>> = {}, subgraphs = graph()) {
  const sources = createTestSources();
  const grantsOf = () => ({ isAuthenticated: true, scopes: new Set<string>() });
  const common = { sources, identityOf: () => 'everybody', grantsOf, policies: ofBoss };
  return { sources, ...createTestGraph(subgraphs, { ...common, ...options }) };
}

/** Policies that are decided for one caller when the test says so. */
function holdFor(held: TestCaller) {
  let letGo = (): void => undefined;
  const isOver = new Promise<void>((resolve) => (letGo = resolve));
  const policies: typeof ofBoss = async (names, caller) => {
    if (caller === held) await isOver;
    return ofBoss(names, caller);
  };
  return { policies, letGo: () => letGo() };
}

const nextOf = (...clients: readonly TestSubscription[]) => Promise.all(clients.map((client) => client.next()));
const settle = async (engine: { subscriptionCounts(): object }, counts: object) =>
  expect.poll(() => engine.subscriptionCounts()).toMatchObject(counts);

describe('policies that a new schema brings', () => {
  it.each([
    ['with ids', ['boss', 'eve'], (id: string) => `e${id}`],
    ['without ids', ['boss', 'eve'], () => undefined],
    ['with ids', ['eve', 'boss'], (id: string) => `e${id}`],
    ['without ids', ['eve', 'boss'], () => undefined],
  ] as const)('part those who shared: events %s, first %s', async (_, order, idOf) => {
    const { engine, sources } = start();
    const clients = { boss: {} as TestSubscription, eve: {} as TestSubscription };
    for (const caller of order) clients[caller] = await subscribe(engine, CHANGED, { caller });
    expect(engine.subscriptionCounts()).toEqual({ sources: 1, subscriptions: 1, clients: 2 });
    sources.one().data(event('1'), idOf('1'));
    expect(await nextOf(clients.boss, clients.eve)).toEqual([all('1'), all('1')]);
    await engine.update(compose(graph(POLICY)));
    for (const id of ['2', '3']) {
      sources.one().data(event(id), idOf(id));
      expect(await nextOf(clients.boss, clients.eve)).toMatchObject([all(id), without(id)]);
    }
    expect(sources.all).toHaveLength(1);
    expect(engine.subscriptionCounts()).toEqual({ sources: 1, subscriptions: 2, clients: 2 });
  });

  it.each([
    ['boss', 'eve'],
    ['eve', 'boss'],
  ])('end those who are refused, and nobody else: first %s', async (...order) => {
    const { engine, sources } = start({ unauthorized: 'refuse' });
    const clients = new Map<string, TestSubscription>();
    for (const caller of order) clients.set(caller, await subscribe(engine, CHANGED, { caller }));
    const [boss, eve] = ['boss', 'eve'].map((caller) => clients.get(caller) as TestSubscription);
    await engine.update(compose(graph(POLICY)));
    sources.one().data(event('1'));
    expect(await eve?.next()).toMatchObject(FORBIDDEN);
    expect(await eve?.event()).toBeUndefined();
    expect(await boss?.next()).toEqual(all('1'));
    expect(engine.subscriptionCounts()).toEqual({ sources: 1, subscriptions: 1, clients: 1 });
  });

  it.each(['remove', 'refuse'] as const)(
    'on the field itself end those who may not have it: %s',
    async (unauthorized) => {
      const { engine, sources } = start({ unauthorized });
      const eve = await subscribe(engine, CHANGED, { caller: 'eve' });
      const boss = await subscribe(engine, CHANGED, { caller: 'boss' });
      await engine.update(compose(graph('', POLICY)));
      expect(await eve.next()).toMatchObject(FORBIDDEN);
      expect(await eve.event()).toBeUndefined();
      sources.one().data(event('1'));
      expect(await boss.next()).toEqual(all('1'));
    },
  );

  it('let nobody join who comes later, nor equal subscriptions become one', async () => {
    const { engine, sources } = start();
    const boss = await subscribe(engine, CHANGED, { caller: 'boss' });
    sources.one().data(event('1'), 'e1');
    await boss.next();
    const back = await subscribe(engine, CHANGED, { caller: 'eve', lastEventId: 'e0' });
    await engine.update(compose(graph(POLICY)));
    const eve = await subscribe(engine, CHANGED, { caller: 'eve' });
    sources.all[1]?.data(event('1'), 'e1');
    expect(await back.next()).toMatchObject(without('1'));
    for (const source of sources.all) source.data(event('2'), 'e2');
    expect(await nextOf(boss, eve, back)).toMatchObject([all('2'), without('2'), without('2')]);
    expect(engine.subscriptionCounts()).toMatchObject({ subscriptions: 3, clients: 3 });
  });

  it('go again: everybody reads all, and goes on', async () => {
    const { engine, sources } = start({}, graph(POLICY));
    const boss = await subscribe(engine, CHANGED, { caller: 'boss' });
    const eve = await subscribe(engine, CHANGED, { caller: 'eve' });
    await engine.update(compose(graph()));
    sources.one().data(event('1'));
    expect(await nextOf(boss, eve)).toEqual([all('1'), all('1')]);
  });
});

describe('while clients part', () => {
  it.each([
    ['with ids', (id: string) => `e${id}`],
    ['without ids', () => undefined],
  ])('each has all events once and in their order, and waits for nobody else: %s', async (_, idOf) => {
    const { policies, letGo } = holdFor('eve');
    const { engine, sources } = start({ policies });
    const boss = await subscribe(engine, CHANGED, { caller: 'boss' });
    const eve = await subscribe(engine, CHANGED, { caller: 'eve' });
    const tell = (id: string) => sources.one().data(event(id), idOf(id));
    for (const id of ['1', '2']) tell(id);
    await engine.update(compose(graph(POLICY)));
    for (const id of ['3', '4']) tell(id);
    expect(await nextOf(boss, boss, boss, boss)).toEqual(['1', '2', '3', '4'].map(all));
    const late = await subscribe(engine, CHANGED, { caller: 'boss' });
    tell('5');
    expect(await nextOf(boss, late)).toEqual([all('5'), all('5')]);
    expect(engine.subscriptionCounts()).toEqual({ sources: 1, subscriptions: 3, clients: 3 });
    letGo();
    expect(await nextOf(eve, eve, eve, eve, eve)).toMatchObject([
      all('1'),
      all('2'),
      ...['3', '4', '5'].map((id) => without(id)),
    ]);
    tell('6');
    expect(await nextOf(boss, eve)).toMatchObject([all('6'), without('6')]);
  });

  it('what is kept for one has its limit, which is told', async () => {
    const { policies, letGo } = holdFor('eve');
    const { engine, sources } = start({ policies, subscriptions: { maxWaitingEvents: 2 } });
    const boss = await subscribe(engine, CHANGED, { caller: 'boss' });
    const eve = await subscribe(engine, CHANGED, { caller: 'eve' });
    await engine.update(compose(graph(POLICY)));
    for (const id of ['1', '2', '3', '4']) {
      sources.one().data(event(id));
      expect(await boss.next()).toEqual(all(id));
    }
    letGo();
    expect(await nextOf(eve, eve, eve)).toMatchObject([MISSED, without('3'), without('4')]);
  });

  it('one may leave, and the source may end: what it told is told first', async () => {
    const { policies, letGo } = holdFor('eve');
    const { engine, sources } = start({ policies });
    const boss = await subscribe(engine, CHANGED, { caller: 'boss' });
    const eve = await subscribe(engine, CHANGED, { caller: 'eve' });
    const leaving = await subscribe(engine, CHANGED, { caller: 'eve' });
    await engine.update(compose(graph(POLICY)));
    await settle(engine, { subscriptions: 2, clients: 3 });
    await leaving.leave();
    sources.one().data(event('1'));
    sources.one().end();
    expect([await boss.next(), await boss.event()]).toEqual([all('1'), undefined]);
    letGo();
    expect(await eve.next()).toMatchObject(without('1'));
    expect(await eve.event()).toBeUndefined();
    await settle(engine, { sources: 0, subscriptions: 0, clients: 0 });
  });

  it('one whose policies are never decided ends, and all end with the engine', async () => {
    const { policies } = holdFor('eve');
    const { engine } = start({ policies, subscriptions: { eventTimeoutMs: 20 } });
    await subscribe(engine, CHANGED, { caller: 'boss' });
    const eve = await subscribe(engine, CHANGED, { caller: 'eve' });
    await engine.update(compose(graph(POLICY)));
    expect(await eve.next()).toMatchObject({ errors: [{ extensions: { code: 'SUBSCRIPTION_TIMED_OUT' } }] });
    expect(await eve.event()).toBeUndefined();
    await settle(engine, { subscriptions: 1, clients: 1 });
    await engine.stop?.();
    expect(engine.subscriptionCounts()).toEqual({ sources: 0, subscriptions: 0, clients: 0 });
  });

  it('one whose identity is no longer good ends', async () => {
    const { engine, sources } = start();
    let isGood = true;
    const eve = await subscribe(engine, CHANGED, { caller: 'eve', callerNow: () => (isGood ? 'eve' : undefined) });
    const boss = await subscribe(engine, CHANGED, { caller: 'boss' });
    isGood = false;
    await engine.update(compose(graph(POLICY)));
    expect(await eve.next()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(await eve.event()).toBeUndefined();
    sources.one().data(event('1'));
    expect(await boss.next()).toEqual(all('1'));
  });

  it('a further schema is followed', async () => {
    const { policies, letGo } = holdFor('eve');
    const { engine, sources } = start({ policies });
    const boss = await subscribe(engine, CHANGED, { caller: 'boss' });
    const eve = await subscribe(engine, CHANGED, { caller: 'eve' });
    await engine.update(compose(graph(POLICY)));
    await settle(engine, { subscriptions: 2 });
    await engine.update(compose(graph()));
    letGo();
    await settle(engine, { subscriptions: 2, clients: 2 });
    sources.one().data(event('1'));
    expect(await boss.next()).toEqual(all('1'));
    expect(await eve.next()).toEqual(all('1'));
  });
});

test('rights that a new schema demands, and all who share have alike, leave them together', async () => {
  const grantsOf = (caller: TestCaller) => ({
    isAuthenticated: true,
    scopes: new Set(caller === 'eve' ? [] : ['secrets']),
  });
  const { engine, sources } = start({ grantsOf });
  const ann = await subscribe(engine, CHANGED, { caller: 'ann' });
  const bob = await subscribe(engine, CHANGED, { caller: 'bob' });
  const eve = await subscribe(engine, CHANGED, { caller: 'eve' });
  for (const directive of ['@authenticated', '@requiresScopes(scopes: [["secrets"]])']) {
    await engine.update(compose(graph(directive)));
    expect(engine.subscriptionCounts()).toEqual({ sources: 1, subscriptions: 2, clients: 3 });
    sources.one().data(event('1'));
    const [ofAnn, ofBob, ofEve] = await nextOf(ann, bob, eve);
    expect([ofAnn, ofBob]).toEqual([all('1'), all('1')]);
    expect(ofEve).toMatchObject(directive === '@authenticated' ? all('1') : without('1'));
  }
});

test('those who are the same to one service, and not to the next that tells the events, part', async () => {
  const { events, states } = graph() as Required<TestSubgraphs>;
  if (!events || !states) throw new Error('The graph has other subgraphs.');
  const sources = createTestSources();
  sources.audienceOf = (service, caller) => (service === 'bus' ? caller : undefined);
  const { engine } = start({ sources });
  const ann = await subscribe(engine, CHANGED, { caller: 'ann' });
  const bob = await subscribe(engine, CHANGED, { caller: 'bob' });
  sources.one().data(event('1'), 'e1');
  expect(await nextOf(ann, bob)).toEqual([all('1'), all('1')]);
  await engine.update(compose({ bus: events, states }));
  await settle(engine, { sources: 2, subscriptions: 2, clients: 2 });
  const opened = sources.all.filter(({ isOpen }) => isOpen());
  expect(opened.map(({ service, caller, lastEventId }) => [service, caller, lastEventId])).toEqual([
    ['bus', 'ann', 'e1'],
    ['bus', 'bob', 'e1'],
  ]);
  opened[0]?.data(event('2'), 'e2');
  opened[1]?.data(event('3'), 'e3');
  expect(await nextOf(ann, bob)).toEqual([all('2'), all('3')]);
});

test.each([
  ['with ids', (id: string) => `e${id}`],
  ['without ids', () => undefined],
])('those who are the same to the next service that tells the events, too, go on together: %s', async (_, idOf) => {
  const { events, states } = graph() as Required<TestSubgraphs>;
  if (!events || !states) throw new Error('The graph has other subgraphs.');
  const { engine, sources } = start();
  const clients = await Promise.all(['ann', 'bob', 'eve'].map((caller) => subscribe(engine, CHANGED, { caller })));
  sources.one().data(event('1'), idOf('1'));
  expect(await nextOf(...clients)).toEqual(clients.map(() => all('1')));
  await engine.update(compose({ bus: events, states }));
  await expect.poll(() => sources.all.map(({ isOpen }) => isOpen())).toEqual([false, true]);
  expect(engine.subscriptionCounts()).toEqual({ sources: 1, subscriptions: 1, clients: 3 });
  if (idOf('1') === undefined) expect(await nextOf(...clients)).toMatchObject(clients.map(() => MISSED));
  else expect(sources.one().lastEventId).toBe('e1');
  sources.one().data(event('2'), idOf('2'));
  expect(await nextOf(...clients)).toEqual(clients.map(() => all('2')));
});
