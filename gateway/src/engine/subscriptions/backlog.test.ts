import { expect, test } from 'vitest';
import { Backlog } from './backlog.ts';

function rest(backlog: Backlog<string>): (string | undefined)[] {
  return Array.from({ length: backlog.length }, () => backlog.shift());
}

test('gives entries back in their order', () => {
  const backlog = new Backlog<string>(2, 'gap');
  backlog.push('a');
  backlog.push('b');
  expect(rest(backlog)).toEqual(['a', 'b']);
  expect(backlog.shift()).toBeUndefined();
});

test('leaves out the oldest of too many, and says once that it did', () => {
  const backlog = new Backlog<string>(2, 'gap');
  for (const entry of ['a', 'b', 'c', 'd', 'e']) backlog.push(entry);
  expect(rest(backlog)).toEqual(['gap', 'd', 'e']);
});

test('takes several gaps, one after the other, for one', () => {
  const backlog = new Backlog<string>(5, 'gap');
  for (const entry of ['gap', 'gap', 'a', 'gap', 'gap']) backlog.push(entry);
  expect(rest(backlog)).toEqual(['gap', 'a', 'gap']);
});
