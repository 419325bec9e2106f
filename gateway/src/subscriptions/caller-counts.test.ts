import { expect, it } from 'vitest';
import { CallerCounts } from './caller-counts.ts';

it('counts for one caller up to its share, for all up to theirs, and anew what was given back', () => {
  const counts = new CallerCounts({ maxOpen: 3, maxPerCaller: 2 });
  expect(['eve', 'eve', 'eve', 'ada', 'bob'].map((caller) => counts.take(caller))).toEqual([
    true,
    true,
    false,
    true,
    false,
  ]);
  expect([counts.size, counts.isFull, counts.isFullFor('eve'), counts.isFullFor('ada')]).toEqual([
    3,
    true,
    true,
    false,
  ]);
  counts.giveBack('eve');
  expect([counts.isFullFor('eve'), counts.take('bob'), counts.take('eve')]).toEqual([false, true, false]);
});

it('counts what is there already, whether it may be or not', () => {
  const counts = new CallerCounts({ maxOpen: 1, maxPerCaller: 1 });
  counts.add('eve');
  counts.add('eve');
  counts.giveBack('eve');
  expect([counts.size, counts.isFull]).toEqual([1, true]);
  counts.giveBack('eve');
  expect([counts.size, counts.take('eve')]).toEqual([0, true]);
});
