import { expect, it } from 'vitest';
import { movableClock } from './clock.ts';

it('stands still until it is moved', () => {
  const clock = movableClock(new Date('2026-11-23T10:00:00Z'));
  expect(clock.now()).toEqual(clock.now());
  clock.advance(1_500);
  expect(clock.now()).toEqual(new Date('2026-11-23T10:00:01.500Z'));
  clock.set(new Date('2026-01-01T00:00:00Z'));
  expect(clock.now()).toEqual(new Date('2026-01-01T00:00:00Z'));
});
