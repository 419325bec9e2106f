import { expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

const backoff = { baseMs: 500, maxMs: 60_000 };

it('doubles its bound with each attempt, up to the last', () => {
  const bounds = [1, 2, 3, 7, 8, 5_000].map((attempts) => backoffMs(backoff, attempts, () => 0.999999));
  expect(bounds).toEqual([499, 999, 1_999, 31_999, 59_999, 59_999]);
});

it('spreads over the whole range', () => {
  expect(backoffMs(backoff, 3, () => 0)).toBe(0);
  expect(backoffMs(backoff, 3, () => 0.25)).toBe(500);
});
