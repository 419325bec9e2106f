import { createTestDatabase, type TestDatabase } from '@accounts-center/db/testing';
import { silentLogger } from '@accounts-center/subgraph-kit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CounterOptions } from './counter.ts';
import { MemoryCounter } from './memory-counter.ts';
import { type Counters, openCounters } from './open-counters.ts';

const MINUTE = 60_000;

describe.each(['memory', 'sqlite', 'postgres'] as const)('counters in %s', (kind) => {
  let database: TestDatabase | undefined;
  /** Two processes that share a store; of memory there is but one. */
  let counters: [Counters, Counters];
  let count = 0;

  beforeAll(async () => {
    database = kind === 'memory' ? undefined : await createTestDatabase(kind);
    const open = () => openCounters(database?.url ?? 'memory', silentLogger);
    const first = await open();
    counters = [first, kind === 'memory' ? first : await open()];
    // A database that was just started may take longer for its first answer than requests wait.
    await vi.waitFor(
      () =>
        Promise.all(
          counters.map(async ({ counter, check }) => {
            await counter({ name: 'warm:', limit: 1_000, perMs: MINUTE, blocks: false }).use('up', 1);
            await check?.();
          }),
        ),
      { timeout: 20_000, interval: 300 },
    );
  });
  afterAll(async () => {
    for (const each of new Set(counters)) await each.close();
    await database?.remove();
  });
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 23) }));
  afterEach(() => void vi.useRealTimers());

  /** The same counter in both. */
  function create(options: Partial<CounterOptions> = {}) {
    const whole = { name: `test-${count++}:`, limit: 10, perMs: MINUTE, blocks: true, ...options };
    const first = counters[0].counter(whole);
    return [first, kind === 'memory' ? first : counters[1].counter(whole)] as const;
  }

  it('let nobody have more than the limit, however many ask at once', async () => {
    const [first, second] = create();
    const uses = await Promise.all(
      Array.from({ length: 60 }, (_, index) => (index % 2 ? first : second).use('key', 1)),
    );
    expect(uses.filter(({ isOver }) => !isOver)).toHaveLength(10);
    expect((await first.use('key', 1)).isOver).toBe(true);
    expect((await second.use('another key', 1)).isOver).toBe(false);
  });

  it('say what is left, and when the count begins anew', async () => {
    const [counter] = create();
    expect(await counter.use('key', 3)).toMatchObject({ isOver: false, remaining: 7, resetMs: MINUTE });
    vi.setSystemTime(Date.now() + 20_000);
    expect(await counter.use('key', 7)).toMatchObject({ isOver: false, remaining: 0, resetMs: 40_000 });
    expect(await counter.use('key', 1)).toMatchObject({ isOver: true, remaining: 0, resetMs: 40_000 });
    vi.setSystemTime(Date.now() + 40_001);
    expect(await counter.use('key', 1)).toMatchObject({ isOver: false, remaining: 9, resetMs: MINUTE });
  });

  it('count what is too much at a time', async () => {
    const [counter] = create();
    expect(await counter.use('key', 11)).toMatchObject({ isOver: true });
    expect(await counter.use('key', 1)).toMatchObject({ isOver: true });
  });

  it('can be corrected', async () => {
    const [counter, other] = create({ blocks: false });
    await counter.use('key', 12);
    await counter.correct('key', -12);
    expect(await other.use('key', 4)).toMatchObject({ isOver: false, remaining: 6 });
    await other.correct('key', 3);
    expect(await counter.use('key', 1)).toMatchObject({ isOver: false, remaining: 2 });
  });

  it('take keys of any length and of any characters', async () => {
    const [counter] = create();
    for (const key of ['x'.repeat(10_000), 'a\u0000b', "'; DROP TABLE rate_limits; --", ''])
      expect((await counter.use(key, 1)).remaining).toBe(9);
  });

  it.runIf(kind !== 'memory')('remember who has used up everything, without the store', async () => {
    const [first, second] = create();
    await first.use('key', 10);
    // Behind its back, as it were.
    await second.correct('key', -10);
    expect([(await first.use('key', 1)).isOver, (await second.use('key', 1)).isOver]).toEqual([true, false]);
    vi.setSystemTime(Date.now() + MINUTE + 1);
    expect((await first.use('key', 1)).isOver).toBe(false);
  });

  it('with different names do not meet', async () => {
    const [one, other] = [create(), create()];
    await one[0].use('key', 10);
    expect((await other[0].use('key', 1)).remaining).toBe(9);
  });
});

describe('counters in memory', () => {
  it('keep as many keys as fit, those used latest', async () => {
    const counter = new MemoryCounter({ limit: 2, perMs: MINUTE }, 100);
    for (let other = 0; other < 1_000; other++) {
      await counter.use(`${other}`, 1);
      if (other % 40 === 0) await counter.use('busy', 1);
    }
    expect((await counter.use('busy', 1)).isOver).toBe(true);
    expect((await counter.use('999', 1)).remaining).toBe(0);
    expect((await counter.use('1', 1)).remaining).toBe(1);
  });

  it('give no credit to a key that they have forgotten', async () => {
    const counter = new MemoryCounter({ limit: 5, perMs: MINUTE }, 2);
    await counter.use('key', 5);
    for (const other of ['a', 'b', 'c', 'd']) await counter.use(other, 1);
    await counter.correct('key', -5);
    expect((await counter.use('key', 1)).remaining).toBe(4);
  });
});
