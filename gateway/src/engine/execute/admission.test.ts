import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Admission } from './admission.ts';

it('a few begin in each turn of the event loop, in the order in which they came', async () => {
  const admission = new Admission(4);
  const begun: number[] = [];
  const work = Array.from({ length: 10 }, (_, index) => admission.enter().then(() => begun.push(index)));
  expect(begun).toEqual([]);
  await setImmediate();
  expect(begun).toEqual([0, 1, 2, 3]);
  await Promise.all(work);
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  await admission.enter();
});
