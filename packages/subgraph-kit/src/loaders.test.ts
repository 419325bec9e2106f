import { expect, it, vi } from 'vitest';
import { createLoader, groupBy } from './loaders.ts';

it('loads many keys at once, in order, with gaps', async () => {
  const load = vi.fn(
    async (keys: readonly string[]) =>
      new Map(keys.filter((key) => key !== 'b').map((key) => [key, key.toUpperCase()])),
  );
  const loader = createLoader(load);
  expect(await Promise.all(['c', 'b', 'a', 'c'].map((key) => loader.load(key)))).toEqual(['C', undefined, 'A', 'C']);
  expect(load.mock.calls).toEqual([[['c', 'b', 'a']]]);
});

it('groups rows by a key, in their order', () => {
  const groups = groupBy([3, 1, 4, 1, 5, 9], (row) => row % 2 === 0);
  expect([...groups]).toEqual([
    [false, [3, 1, 1, 5, 9]],
    [true, [4]],
  ]);
});
