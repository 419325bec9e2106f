import { expect, it } from 'vitest';
import { coolDownEnd, coolDownStart } from './cool-down.ts';

const rule = { times: 2, days: 14 };
const day = (number: number): Date => new Date(Date.UTC(2026, 0, number));

it('PR4: counts back from now', () => {
  expect(coolDownStart(rule, day(20))).toEqual(day(6));
});

it('PR4: ends when the change that fills it is old enough', () => {
  expect(coolDownEnd(rule, [])).toBeUndefined();
  expect(coolDownEnd(rule, [day(10)])).toBeUndefined();
  expect(coolDownEnd(rule, [day(10), day(7)])).toEqual(day(21));
  expect(coolDownEnd(rule, [day(12), day(10), day(7)])).toEqual(day(24));
});
