import { expect, it } from 'vitest';
import { RequestMemory } from './request-memory.ts';

it('has so much for all together, and again what was given back, once', () => {
  const memory = new RequestMemory(100);
  const [first] = ['ann', 'bob', 'cam', 'dan'].map((caller) => memory.hold(25, caller));
  expect(memory.hold(1, 'eve')).toBeUndefined();
  first?.();
  first?.();
  expect(memory.hold(26, 'eve')).toBeUndefined();
  expect(memory.hold(25, 'eve')).toBeTypeOf('function');
});

it('has a quarter of that for one caller', () => {
  const memory = new RequestMemory(100);
  const first = memory.hold(20, 'ann');
  expect(memory.hold(6, 'ann')).toBeUndefined();
  expect(memory.hold(5, 'ann')).toBeTypeOf('function');
  first?.();
  expect(memory.hold(20, 'ann')).toBeTypeOf('function');
});

it('has a place for what is alone, however large it is', () => {
  const memory = new RequestMemory(100);
  expect(memory.hold(1_000, 'ann')).toBeTypeOf('function');
  expect(memory.hold(1, 'bob')).toBeUndefined();
});
