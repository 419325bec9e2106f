import { setImmediate } from 'node:timers/promises';
import { beforeEach, expect, it } from 'vitest';
import { Admission } from './admission.ts';

/** How long each turn of the event loop takes, as the clock has it. */
let turnMs: number;
let begun: number[];
let admission: Admission;

beforeEach(() => {
  let now = 0;
  turnMs = 0;
  begun = [];
  admission = new Admission(() => (now += turnMs));
});

const enter = (count: number): Promise<unknown> =>
  Promise.all(Array.from({ length: count }, (_, index) => admission.enter().then(() => begun.push(index))));

it('one begins in each turn of the event loop, in the order in which they came', async () => {
  const all = enter(5);
  expect(begun).toEqual([]);
  await setImmediate();
  expect(begun).toEqual([0]);
  await setImmediate();
  expect(begun).toEqual([0, 1]);
  await all;
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  await admission.enter();
});

it('while turns are busy with what is under way, one begins every now and then only', async () => {
  turnMs = 1;
  const all = enter(5);
  for (let turn = 1; turn < 8; turn++) await setImmediate();
  expect(begun).toEqual([]);
  await setImmediate();
  expect(begun).toEqual([0]);
  turnMs = 0;
  await all;
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});
