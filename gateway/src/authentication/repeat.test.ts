import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { repeat } from './repeat.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('begins at once, and again before the time is up', async () => {
  let runs = 0;
  const task = async (): Promise<void> => void (runs += 1);
  const repetition = repeat(task, 1_000, () => 0.5);
  await repetition.start();
  expect(runs).toBe(1);
  await vi.advanceTimersByTimeAsync(899);
  expect(runs).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(runs).toBe(2);
  await vi.advanceTimersByTimeAsync(9_000);
  expect(runs).toBe(12);
  await repetition.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(runs).toBe(12);
  expect(vi.getTimerCount()).toBe(0);
});

it('begins again at once after a run that took longer, and never two at a time', async () => {
  const ends: (() => void)[] = [];
  const repetition = repeat(
    () => new Promise((resolve) => ends.push(resolve)),
    1_000,
    () => 0,
  );
  const started = repetition.start();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await started;
  await vi.advanceTimersByTimeAsync(0);
  expect(ends).toHaveLength(2);
  const stopped = repetition.stop();
  ends[1]?.();
  await stopped;
  expect(ends).toHaveLength(2);
});

it('can be stopped before it was started', async () => {
  let runs = 0;
  const repetition = repeat(
    async () => void (runs += 1),
    1_000,
    () => 0,
  );
  await repetition.stop();
  await repetition.start();
  expect(runs).toBe(0);
});
