import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { silentLogger } from './logger.ts';
import { every } from './periodic.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('repeats, failures included, and never runs twice at once', async () => {
  let runs = 0;
  let finish = (): void => {};
  const periodic = every(
    100,
    () => {
      runs += 1;
      return runs === 1 ? Promise.reject(new Error('broken')) : new Promise<void>((resolve) => void (finish = resolve));
    },
    silentLogger,
  );
  await vi.advanceTimersByTimeAsync(450);
  expect(runs).toBe(2);
  finish();
  await vi.advanceTimersByTimeAsync(100);
  expect(runs).toBe(3);
  finish();
  await periodic.close();
});

it('waits for the run under way when closed', async () => {
  let finish = (): void => {};
  const periodic = every(100, () => new Promise<void>((resolve) => void (finish = resolve)), silentLogger);
  await vi.advanceTimersByTimeAsync(100);
  let isClosed = false;
  const closing = periodic.close().then(() => void (isClosed = true));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(isClosed).toBe(false);
  finish();
  await closing;
});
