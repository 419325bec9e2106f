import { describe, expect, it } from 'vitest';
import { checkUsername, normalizeUsername } from './check-username.ts';

const rules = { minLength: 3, maxLength: 10, pattern: '[a-z0-9._]+', coolDown: null };

describe('PR4: a username is judged by its form', () => {
  it.each([
    ['ana', undefined],
    ['Ana.B_1', undefined],
    ['an', 'TOO_SHORT'],
    ['', 'TOO_SHORT'],
    ['abcdefghij', undefined],
    ['abcdefghijk', 'TOO_LONG'],
    [`a${'\u0301\u0316'.repeat(500_000)}`, 'TOO_LONG'],
    ['ana lopez', 'BAD_CHARACTERS'],
    ['ana\0x', 'BAD_CHARACTERS'],
    ['ana\n', 'BAD_CHARACTERS'],
    ['日本語', 'BAD_CHARACTERS'],
    ['аna', 'LOOK_ALIKE'], // Cyrillic а
    ['οscar', 'LOOK_ALIKE'], // Greek omicron
    ['ａｎａ', 'LOOK_ALIKE'], // full width
    ['anà', 'LOOK_ALIKE'],
    ['\u212aana', 'LOOK_ALIKE'], // Kelvin sign
    ['İstan', 'LOOK_ALIKE'],
    ['admin', 'RESERVED'],
    ['Ad.m_in', 'RESERVED'],
    ['instagram', 'RESERVED'],
    ['admins', undefined],
  ])('%j: %s', (username, fault) => {
    expect(checkUsername(rules, username)).toBe(fault);
  });

  it('does not let a pattern with alternatives match a part', () => {
    expect(checkUsername({ ...rules, pattern: 'abc|[0-9]+' }, 'abcd')).toBe('BAD_CHARACTERS');
  });
});

it.each([40, 200])('a username with %i marks is none, even where marks may be in it', (marks) => {
  const wide = { ...rules, maxLength: 500, pattern: String.raw`[a-z\p{M}]+` };
  const username = `a${'\u0301\u0316'.repeat(marks / 2)}`;
  expect(checkUsername(wide, username)).toBeDefined();
});

it('compares usernames without capitals', () => {
  expect(normalizeUsername('Ana.LOPEZ')).toBe('ana.lopez');
});
