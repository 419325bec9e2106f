import { createTestDatabase } from '@accounts-center/db/testing';
import { createLogger } from '@accounts-center/subgraph-kit';
import { RateLimiterMemory, type RateLimiterStoreAbstract } from 'rate-limiter-flexible';
import { beforeEach, describe, expect, it } from 'vitest';
import { type CountStore, GuardedStore } from './guarded-store.ts';
import { openCounters } from './open-counters.ts';
import { StoredCounter } from './stored-counter.ts';

let logged: string[];
beforeEach(() => {
  logged = [];
});
const log = createLogger({
  name: 'test',
  level: 'info',
  destination: { write: (line) => void logged.push((JSON.parse(line) as { msg: string }).msg) },
});
const DOWN = 'The store of rate limits does not answer: each process counts for itself';
const UP = 'The store of rate limits answers again';

/** A store that answers as it is told, and says how often it was asked. */
class FakeStore implements CountStore {
  isDown = false;
  prepared = 0;
  asked = 0;

  async prepare(): Promise<void> {
    this.prepared += 1;
    if (this.isDown) throw new Error('no table');
  }
  limiter(options: ConstructorParameters<typeof RateLimiterMemory>[0]): RateLimiterStoreAbstract {
    const memory = new RateLimiterMemory(options);
    const limiter = { consume: memory.consume.bind(memory), penalty: memory.penalty.bind(memory) };
    const guarded = Object.fromEntries(
      Object.entries(limiter).map(([name, method]) => [
        name,
        async (key: string, points: number) => {
          this.asked += 1;
          if (this.isDown) throw new Error('down');
          return method(key, points);
        },
      ]),
    );
    return { ...guarded, deleteInMemoryBlockedAll: () => {} } as unknown as RateLimiterStoreAbstract;
  }
  async sweep(): Promise<void> {
    if (this.isDown) throw new Error('down');
  }
  async close(): Promise<void> {}
}

describe('a store that fails', () => {
  let store: FakeStore;
  let now: number;
  let counter: StoredCounter;
  let guarded: GuardedStore;
  beforeEach(() => {
    store = new FakeStore();
    now = 0;
    guarded = new GuardedStore(store, { log, now: () => now });
    counter = new StoredCounter({ name: 'rule', limit: 3, perMs: 60_000, blocks: true }, guarded);
  });
  const remaining = async (): Promise<number> => (await counter.use('key', 1)).remaining;

  it('is stood in for by this process, which is told once, until it answers again', async () => {
    expect(await remaining()).toBe(2);
    store.isDown = true;
    expect([await remaining(), await remaining()]).toEqual([2, 1]);
    now += 1_000;
    expect(await remaining()).toBe(0);
    expect(logged).toEqual([DOWN]);
    store.isDown = false;
    now += 1_000;
    expect(await remaining()).toBe(1);
    expect(logged).toEqual([DOWN, UP]);
  });

  it('is found to be back by who asks whether it is well, though nobody is counted', async () => {
    await guarded.check();
    store.isDown = true;
    await remaining();
    now += 1_000;
    await expect(guarded.check()).rejects.toThrow('does not answer');
    store.isDown = false;
    await expect(guarded.check()).rejects.toThrow('does not answer');
    now += 1_000;
    await guarded.check();
    expect(logged).toEqual([DOWN, UP]);
  });

  it('is left alone for a while, and then tried by one', async () => {
    store.isDown = true;
    await remaining();
    const asked = store.prepared;
    await Promise.all(Array.from({ length: 50 }, remaining));
    expect(store.prepared).toBe(asked);
    now += 1_000;
    await Promise.all(Array.from({ length: 50 }, remaining));
    expect(store.prepared).toBe(asked + 1);
  });

  it('holds limits meanwhile', async () => {
    store.isDown = true;
    const uses = await Promise.all(Array.from({ length: 20 }, () => counter.use('key', 1)));
    expect(uses.filter(({ isOver }) => !isOver)).toHaveLength(3);
    await counter.correct('key', -1);
    expect(logged).toEqual([DOWN]);
  });

  it('may have no table at first', async () => {
    store.isDown = true;
    await remaining();
    store.isDown = false;
    now += 1_000;
    expect(await remaining()).toBe(2);
    expect(store.prepared).toBe(2);
  });
});

it('a database that is not there does not keep a gateway from counting', async () => {
  const counters = await openCounters('postgres://nobody:nothing@127.0.0.1:1/none', log);
  const counter = counters.counter({ name: 'rule', limit: 1, perMs: 60_000, blocks: true });
  expect([(await counter.use('key', 1)).isOver, (await counter.use('key', 1)).isOver]).toEqual([false, true]);
  expect(logged).toEqual([DOWN]);
  await counters.close();
});

it('a database that goes away is stood in for', async () => {
  const { url, remove } = await createTestDatabase('postgres');
  const counters = await openCounters(url, log);
  const counter = counters.counter({ name: 'rule', limit: 5, perMs: 60_000, blocks: true });
  expect((await counter.use('key', 3)).remaining).toBe(2);
  await remove();
  expect((await counter.use('key', 1)).remaining).toBe(4);
  expect(logged).toEqual([DOWN]);
  await counters.close();
});

it('a file that can not be opened is told at once', async () => {
  await expect(openCounters('file:/nowhere/at/all.db', log)).rejects.toThrow('directory');
});
