import { expect, it } from 'vitest';
import { PlanCache } from './plan-cache.ts';

const sized = (name: string, sizeBytes: number) => ({ name, sizeBytes });
const never = (): never => {
  throw new Error('It is there already.');
};

it('makes a thing once', () => {
  const cache = new PlanCache<ReturnType<typeof sized>>(10);
  const made = cache.getOrMake('a', () => sized('a', 1));
  expect(cache.getOrMake('a', never)).toBe(made);
});

it('keeps what was used last when there is no room for all', () => {
  const cache = new PlanCache<ReturnType<typeof sized>>(10);
  for (const name of ['a', 'b', 'c']) cache.getOrMake(name, () => sized(name, 3));
  cache.getOrMake('a', never);
  cache.getOrMake('d', () => sized('d', 4));
  expect(cache.latest().map(({ name }) => name)).toEqual(['d', 'a', 'c']);
  expect(cache.sizeBytes).toBe(10);
});

it('serves even what is too large for it', () => {
  const cache = new PlanCache<ReturnType<typeof sized>>(10);
  cache.getOrMake('a', () => sized('a', 3));
  expect(cache.getOrMake('b', () => sized('b', 20)).name).toBe('b');
  expect(cache.latest().map(({ name }) => name)).toEqual(['b']);
});

it('keeps nothing of what can not be made', () => {
  const cache = new PlanCache<ReturnType<typeof sized>>(10);
  expect(() => cache.getOrMake('a', never)).toThrow();
  expect(cache.getOrMake('a', () => sized('a', 1)).name).toBe('a');
});
