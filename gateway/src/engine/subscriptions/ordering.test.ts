import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { SubgraphAnswer } from '../../transport/subgraph-transport.ts';
import { changed, deliveries } from '../testing/deliveries.ts';
import { compose, createTestGraph } from '../testing/test-graph.ts';
import { createTestSources } from '../testing/test-sources.ts';
import { subscribe } from '../testing/test-subscription.ts';

const CHANGED = 'subscription { deliveryChanged(postId: "1") { state } }';
const MISSED = { errors: [{ message: expect.any(String), extensions: { code: 'EVENTS_MISSED' } }] };

/** An engine whose subgraph answers when the test says so. */
function start(subscriptions = {}) {
  const sources = createTestSources();
  const asked: { readonly id: string; answer(): void; readonly isGivenUp: () => boolean }[] = [];
  const graph = createTestGraph(deliveries, {
    supergraphSdl: compose(deliveries),
    sources,
    subscriptions,
    identityOf: (caller) => caller,
    subgraphs: {
      ask: (_service, operation, _caller, signal) =>
        new Promise<SubgraphAnswer>((resolve) => {
          const { representations } = operation.variables as { representations: [{ id: string }] };
          const [{ id }] = representations;
          const data = { _entities: [{ __typename: 'Delivery', state: `state of ${id}` }] };
          const answer = (): void => resolve({ ok: true, result: { data } });
          const giveUp = (): void => resolve({ ok: false, reason: 'lost', cause: 'aborted' });
          if (signal?.aborted) giveUp();
          signal?.addEventListener('abort', giveUp);
          asked.push({ id, answer, isGivenUp: () => signal?.aborted === true });
        }),
    },
  });
  return { ...graph, sources, asked };
}

async function untilAsked(asked: readonly unknown[], count: number): Promise<void> {
  while (asked.length < count) await setImmediate();
}

function state(id: string) {
  return { data: { deliveryChanged: { state: `state of ${id}` } } };
}

test('tells events in their order, also when an early one takes longer', async () => {
  const { engine, sources, asked } = start();
  const client = await subscribe(engine, CHANGED);
  for (const id of ['1', '2', '3']) sources.one().data(changed(id));
  await untilAsked(asked, 3);
  for (const { answer } of [...asked].reverse()) answer();
  expect([await client.next(), await client.next(), await client.next()]).toEqual([state('1'), state('2'), state('3')]);
});

test('fetches for an event what an earlier one has asked for, too: its answer may be older', async () => {
  const { engine, sources, asked } = start();
  await subscribe(engine, CHANGED);
  sources.one().data(changed('1'));
  sources.one().data(changed('1'));
  await untilAsked(asked, 2);
  expect(asked.map(({ id }) => id)).toEqual(['1', '1']);
});

test('resolves a few events at the same time, and leaves out the oldest of too many that wait', async () => {
  const { engine, sources, asked } = start({ maxWaitingEvents: 3 });
  const client = await subscribe(engine, CHANGED);
  for (let id = 1; id <= 20; id += 1) sources.one().data(changed(String(id)));
  await untilAsked(asked, 8);
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  expect(asked).toHaveLength(8);
  const told: unknown[] = [];
  for (const wanted of [8, 11]) {
    await untilAsked(asked, wanted);
    for (const { answer } of asked) answer();
    while (told.length < (wanted === 8 ? 9 : 12)) told.push(await client.next());
  }
  const [first, last] = [
    ['1', '2', '3', '4', '5', '6', '7', '8'],
    ['18', '19', '20'],
  ].map((ids) => ids.map(state));
  expect(told).toEqual([...(first ?? []), MISSED, ...(last ?? [])]);
});

test('keeps for a client that takes nothing no more than it may', async () => {
  const { engine, sources } = createBusy();
  const slow = await subscribe(engine, FIRM);
  const quick = await subscribe(engine, FIRM);
  for (let id = 1; id <= 10; id += 1) {
    sources.one().data({ firm: { __typename: 'Delivery', id: String(id) } });
    expect(await quick.next()).toEqual({ data: { firm: { id: String(id) } } });
  }
  expect(await slow.next()).toEqual(MISSED);
  expect(await slow.next()).toEqual({ data: { firm: { id: '8' } } });
  expect(await slow.next()).toEqual({ data: { firm: { id: '9' } } });
  expect(await slow.next()).toEqual({ data: { firm: { id: '10' } } });
});

const FIRM = 'subscription { firm { id } }';

function createBusy() {
  const sources = createTestSources();
  return {
    sources,
    ...createTestGraph(deliveries, { sources, subscriptions: { maxWaitingEvents: 3 }, identityOf: String }),
  };
}

test('tells a gap of the source where it was', async () => {
  const { engine, sources } = createBusy();
  const client = await subscribe(engine, FIRM);
  sources.one().data({ firm: { __typename: 'Delivery', id: '1' } });
  sources.one().tell({});
  sources.one().data({ firm: { __typename: 'Delivery', id: '2' } });
  expect([await client.next(), await client.next(), await client.next()]).toEqual([
    { data: { firm: { id: '1' } } },
    MISSED,
    { data: { firm: { id: '2' } } },
  ]);
});

test('gives up what an event needs when its time is up, and tells what there is', async () => {
  const { engine, sources } = start({ eventTimeoutMs: 1 });
  const client = await subscribe(engine, CHANGED);
  sources.one().data(changed('1'));
  expect(await client.next()).toMatchObject({
    data: { deliveryChanged: null },
    errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }],
  });
});

test('gives up what an event needs when nobody waits for it any more', async () => {
  const { engine, sources, asked } = start();
  const client = await subscribe(engine, CHANGED);
  sources.one().data(changed('1'));
  await untilAsked(asked, 1);
  await client.leave();
  expect(asked[0]?.isGivenUp()).toBe(true);
});
