import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('lets so much go on in a turn of the event loop, and the rest in the next ones, in order', async () => {
  const turns = new Turns(2);
  const gone: number[] = [];
  const go = async (number: number): Promise<void> => {
    const turn = turns.next();
    if (turn) await turn;
    gone.push(number);
  };
  const all = Promise.all([1, 2, 3, 4, 5].map(go));
  expect(gone).toEqual([1, 2]);
  await setImmediate();
  expect(gone).toEqual([1, 2, 3, 4]);
  await all;
  expect(gone).toEqual([1, 2, 3, 4, 5]);
});
