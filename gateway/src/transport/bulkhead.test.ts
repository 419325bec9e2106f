import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Bulkhead } from './bulkhead.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function create(limits = { maxConcurrent: 1, maxQueued: 2 }) {
  const lengths: number[] = [];
  return { bulkhead: new Bulkhead(limits, (waiting) => lengths.push(waiting)), lengths };
}

it('lets so many in at once, so many wait in their order, and refuses the others at once', async () => {
  const { bulkhead, lengths } = create();
  expect(bulkhead.enter(1_000, undefined)).toBe('entered');
  const order: string[] = [];
  const wait = async (name: string): Promise<void> =>
    void order.push(`${name} ${await bulkhead.enter(1_000, undefined)}`);
  const waiting = [wait('first'), wait('second')];
  expect(bulkhead.enter(1_000, undefined)).toBe('full');
  bulkhead.leave();
  // A place that is handed on is nobody else's.
  expect(bulkhead.enter(1_000, undefined)).toBeInstanceOf(Promise);
  await waiting[0];
  bulkhead.leave();
  await waiting[1];
  expect(order).toEqual(['first entered', 'second entered']);
  expect(lengths).toEqual([1, 2, 1, 2, 1]);
});

it('whoever has gone waits no longer and takes nobody’s place', async () => {
  const { bulkhead } = create();
  void bulkhead.enter(1_000, undefined);
  const controller = new AbortController();
  const gone = bulkhead.enter(1_000, controller.signal);
  const stays = bulkhead.enter(1_000, undefined);
  controller.abort();
  expect(await gone).toBe('gone');
  expect(bulkhead.enter(1_000, controller.signal)).toBe('gone');
  const other = bulkhead.enter(1_000, undefined);
  bulkhead.leave();
  expect(await stays).toBe('entered');
  bulkhead.leave();
  expect(await other).toBe('entered');
  bulkhead.leave();
  expect(bulkhead.enter(1_000, undefined)).toBe('entered');
});

it('nobody waits longer than it has time', async () => {
  const { bulkhead, lengths } = create();
  void bulkhead.enter(1_000, undefined);
  const turn = bulkhead.enter(500, undefined);
  vi.advanceTimersByTime(500);
  expect(await turn).toBe('late');
  expect(lengths).toEqual([1, 0]);
  expect(vi.getTimerCount()).toBe(0);
});
