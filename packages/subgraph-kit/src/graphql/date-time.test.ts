import { Kind } from 'graphql';
import { expect, it } from 'vitest';
import { dateTime } from './date-time.ts';

it('writes UTC with milliseconds', () => {
  expect(dateTime.serialize(new Date('2026-11-23T12:00:00+02:00'))).toBe('2026-11-23T10:00:00.000Z');
});

it.each(['2026-11-23T10:00:00Z', '2026-11-23T10:00:00.000Z', '2026-11-23T12:00:00+02:00'])('reads %s', (text) => {
  expect(dateTime.parseValue(text)).toEqual(new Date('2026-11-23T10:00:00Z'));
  expect(dateTime.parseLiteral({ kind: Kind.STRING, value: text })).toEqual(new Date('2026-11-23T10:00:00Z'));
});

it.each(['', 'tomorrow', '2026-11-23', '2026-13-45T10:00:00Z', 1, null, {}])('refuses %j', (value) => {
  expect(() => dateTime.parseValue(value)).toThrow('ISO 8601');
});

it('refuses a literal of another kind', () => {
  expect(() => dateTime.parseLiteral({ kind: Kind.INT, value: '1' })).toThrow('ISO 8601');
});
