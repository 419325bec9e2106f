import { expect, it } from 'vitest';
import { createCheckedTokens, keyOf } from './checked-tokens.ts';

it('takes no more than so many bytes: what was used longest ago makes room', () => {
  const tokens = createCheckedTokens<number>(3 * 800);
  for (const name of ['a', 'b', 'c']) tokens.set(name, name.charCodeAt(0), 100);
  tokens.get('a');
  tokens.set('d', 4, 100);
  expect(['a', 'b', 'c', 'd'].map((name) => tokens.get(name))).toEqual([97, undefined, 99, 4]);
  tokens.set('big', 5, 500);
  expect(['a', 'c', 'd', 'big'].map((name) => tokens.get(name))).toEqual([undefined, undefined, 4, 5]);
});

it('counts a token once, however often it is set', () => {
  const tokens = createCheckedTokens<number>(2 * 800);
  for (let time = 0; time < 10; time += 1) tokens.set('a', time, 100);
  tokens.set('b', 1, 100);
  expect([tokens.get('a'), tokens.get('b')]).toEqual([9, 1]);
  tokens.delete('a');
  tokens.delete('a');
  tokens.set('c', 2, 100);
  expect([tokens.get('a'), tokens.get('b'), tokens.get('c')]).toEqual([undefined, 1, 2]);
});

it('a token too large for all room is not kept', () => {
  const tokens = createCheckedTokens<number>(1_000);
  tokens.set('a', 1, 5_000);
  expect(tokens.get('a')).toBeUndefined();
});

it('tokens are known by their hash', () => {
  expect(keyOf('a.b.c')).toBe(keyOf('a.b.c'));
  expect(keyOf('a.b.c')).not.toBe(keyOf('a.b.d'));
  expect(keyOf('a.b.c')).toHaveLength(44);
});
