import { expect, it } from 'vitest';
import { median, quantile } from './numbers.ts';

it.each([
  [[3], 3],
  [[3, 1], 2],
  [[5, 1, 2], 2],
  [[4, 1, 2, 9], 3],
  [[], Number.NaN],
])('the median of %j is %j', (values, middle) => {
  expect(median(values)).toBe(middle);
});

it('a quantile is the value at the nearest rank', () => {
  const values = Array.from({ length: 100 }, (_, index) => index + 1);
  expect([quantile(values, 0.5), quantile(values, 0.99), quantile([7], 0.99)]).toEqual([50, 99, 7]);
});
