import { expect, it } from 'vitest';
import { RequestMemory } from './request-memory.ts';

it('has so much for all together, and again what was given back, once', () => {
  const memory = new RequestMemory(100);
  const giveBack = memory.hold(60);
  expect(memory.hold(41)).toBeUndefined();
  const other = memory.hold(40);
  expect(other).toBeTypeOf('function');
  giveBack?.();
  giveBack?.();
  expect(memory.hold(61)).toBeUndefined();
  expect(memory.hold(60)).toBeTypeOf('function');
});

it('has a place for one that is alone, however large it is', () => {
  const memory = new RequestMemory(100);
  expect(memory.hold(1_000)).toBeTypeOf('function');
  expect(memory.hold(1)).toBeUndefined();
});
