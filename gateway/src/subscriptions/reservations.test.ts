import { expect, it } from 'vitest';
import { Reservations } from './reservations.ts';

it('counts what a caller reserves under whatever identity, and takes no token from another', () => {
  const reservations = new Reservations<object>({ maxOpen: 9, maxPerCaller: 2, openWithinMs: 60_000 });
  const [first, second] = ['2001:db8::1', '2001:db8::2'].map((from) => reservations.reserve(from, '2001:db8::/64'));
  expect(reservations.reserve('2001:db8::3', '2001:db8::/64')).toBeUndefined();
  expect(reservations.reserve('192.0.2.1', '192.0.2.1')).toBeDefined();
  expect(reservations.find(first?.token, '2001:db8::2')).toBeUndefined();
  if (second) reservations.delete(second);
  expect(reservations.reserve('2001:db8::3', '2001:db8::/64')).toBeDefined();
});
