import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { EngineOptions } from '../engine-options.ts';
import { compose, createTestGraph, type TestCaller, type TestSubgraphs } from '../testing/test-graph.ts';
import { createTestSources } from '../testing/test-sources.ts';
import { subscribe } from '../testing/test-subscription.ts';

const CHANGED = 'subscription { changed { id secret } }';
const POLICY = '@policy(policies: [["boss"]])';
const TIMED_OUT = { errors: [{ extensions: { code: 'SUBSCRIPTION_TIMED_OUT' } }] };
const all = { data: { changed: { id: '1', secret: 'secret of 1' } } };

type Policies = NonNullable<EngineOptions<TestCaller>['policies']>;

/** @param directive on a field; `more` fields of the schema make it another one */
function graph(directive = '', more = ''): TestSubgraphs {
  return {
    events: { sdl: 'type Subscription { changed: Delivery } type Delivery @key(fields: "id") { id: ID! }' },
    states: {
      sdl: `type Query { delivery: Delivery ${more} }
        type Delivery @key(fields: "id") { id: ID! secret: String ${directive} }`,
      resolvers: { Delivery: { __resolveReference: ({ id }: { id: string }) => ({ id, secret: `secret of ${id}` }) } },
    },
  };
}

const NEXT = compose(graph(POLICY, 'more: Int'));

function start(options: Partial<EngineOptions<TestCaller>>, subgraphs = graph(POLICY)) {
  const sources = createTestSources();
  const grantsOf = () => ({ isAuthenticated: true, scopes: new Set<string>() });
  const common = { sources, identityOf: () => 'everybody', turnOf: String, grantsOf };
  return { sources, ...createTestGraph(subgraphs, { ...common, ...options }) };
}

/** Policies that hold for everybody, and are never decided for one caller once the test says so. */
function hangingFor(caller: TestCaller) {
  const hanging = new Set<TestCaller>();
  const asked: TestCaller[] = [];
  const policies: Policies = (names, one) => {
    asked.push(one);
    return hanging.has(one) ? new Promise(() => undefined) : new Set(names);
  };
  return { policies, asked, hang: () => hanging.add(caller) };
}

const told = { changed: { __typename: 'Delivery', id: '1' } };

describe('policies that are never decided', () => {
  it('keep a schema from nobody: who waits for them ends, and the others go on', async () => {
    const { policies, hang } = hangingFor('eve');
    const { engine, sources } = start({ policies, subscriptions: { eventTimeoutMs: 20 } });
    const eve = await subscribe(engine, CHANGED, { caller: 'eve' });
    const boss = await subscribe(engine, CHANGED, { caller: 'boss' });
    hang();
    await engine.update(NEXT);
    expect(await eve.next()).toMatchObject(TIMED_OUT);
    expect(await eve.event()).toBeUndefined();
    sources.one().data(told);
    expect(await boss.next()).toEqual(all);
  });

  it.each(['the client leaves', 'the engine stops'])('are waited for until %s', async (until) => {
    const { policies, asked, hang } = hangingFor('eve');
    const { engine } = start({ policies });
    const eve = await subscribe(engine, CHANGED, { caller: 'eve' });
    hang();
    const before = asked.length;
    const updated = engine.update(NEXT);
    await expect.poll(() => asked.length).toBeGreaterThan(before);
    await (until === 'the client leaves' ? eve.leave() : engine.stop?.());
    await updated;
    expect(engine.subscriptionCounts()).toEqual({ sources: 0, subscriptions: 0, clients: 0 });
  });

  it('are not asked of one who shares, before all of them part', async () => {
    const { policies, hang } = hangingFor('eve');
    const { engine, sources } = start({ policies }, graph());
    const eve = await subscribe(engine, CHANGED, { caller: 'eve' });
    const boss = await subscribe(engine, CHANGED, { caller: 'boss' });
    hang();
    await engine.update(NEXT);
    sources.one().data(told);
    expect(await boss.next()).toEqual(all);
    const ended = eve.event();
    await engine.stop?.();
    expect(await ended).toBeUndefined();
  });

  it('let one who has become somebody else end with the engine', async () => {
    const { policies, asked, hang } = hangingFor('eve');
    const { engine, sources } = start({ policies, identityOf: String });
    let caller = 'ann';
    const client = await subscribe(engine, CHANGED, { caller, callerNow: () => caller });
    hang();
    caller = 'eve';
    sources.one().data(told);
    await expect.poll(() => asked.at(-1)).toBe('eve');
    const ended = client.event();
    await engine.stop?.();
    expect(await ended).toBeUndefined();
  });
});

it('policies are decided for many at the same time', async () => {
  const CLIENTS = 20;
  let isHeld = false;
  let asked = 0;
  let letGo = (): void => undefined;
  const allAsked = new Promise<void>((resolve) => (letGo = resolve));
  const policies: Policies = async (names) => {
    if (!isHeld) return new Set(names);
    asked += 1;
    if (asked === CLIENTS) letGo();
    await allAsked;
    return new Set(names);
  };
  const { engine } = start({ policies });
  for (let at = 0; at < CLIENTS; at += 1) await subscribe(engine, CHANGED, { caller: `c${at}` });
  isHeld = true;
  await engine.update(NEXT);
  expect(asked).toBe(CLIENTS);
});

describe('others get their turn', () => {
  const CLIENTS = 1_000;
  const MOST_PER_TURN = 100;

  /** @returns in how many turns of the event loop the work was done */
  async function turnsOf(work: () => Promise<unknown>): Promise<number> {
    let turns = 0;
    let isDone = false;
    const done = work().finally(() => (isDone = true));
    while (!isDone) {
      await setImmediate();
      turns += 1;
    }
    await done;
    return turns;
  }

  it('while a schema is planned for many who ask the same', async () => {
    const { engine } = start({ identityOf: String }, graph());
    for (let at = 0; at < CLIENTS; at += 1) await subscribe(engine, CHANGED, { caller: `c${at}` });
    expect(engine.subscriptionCounts()).toMatchObject({ subscriptions: CLIENTS });
    const turns = await turnsOf(() => engine.update(compose(graph('', 'more: Int'))));
    expect(turns).toBeGreaterThan((2 * CLIENTS) / MOST_PER_TURN);
  });

  it('while many part', async () => {
    const { engine } = start({ policies: (names) => new Set(names) }, graph());
    for (let at = 0; at < CLIENTS; at += 1) await subscribe(engine, CHANGED, { caller: `c${at}` });
    expect(engine.subscriptionCounts()).toMatchObject({ subscriptions: 1 });
    const turns = await turnsOf(async () => {
      await engine.update(NEXT);
      while (engine.subscriptionCounts().subscriptions < CLIENTS) await setImmediate();
    });
    expect(turns).toBeGreaterThan(CLIENTS / MOST_PER_TURN);
  });
});

it('who joins a subscription of which nobody was good when the schema changed has it on the new one', async () => {
  const { engine, sources } = start({}, graph());
  let isGood = true;
  const gone = await subscribe(engine, CHANGED, { caller: 'ann', callerNow: () => (isGood ? 'ann' : undefined) });
  isGood = false;
  await engine.update(compose(graph('@authenticated', 'more: Int')));
  const { events, states } = graph() as Required<TestSubgraphs>;
  if (!events || !states) throw new Error('The graph has other subgraphs.');
  await engine.update(compose({ bus: events, states }));
  const back = await subscribe(engine, CHANGED, { caller: 'ann' });
  await gone.leave();
  await expect.poll(() => sources.all.some(({ service, isOpen }) => service === 'bus' && isOpen())).toBe(true);
  for (const source of sources.all) if (source.service === 'bus' && source.isOpen()) source.data(told);
  const next = async (): Promise<unknown> => {
    const got = await back.next();
    return JSON.stringify(got).includes('EVENTS_MISSED') ? next() : got;
  };
  expect(await next()).toEqual(all);
});
