import { expect, it } from 'vitest';
import { checkDisplayName } from './check-display-name.ts';

const rules = { maxLength: 10, coolDown: null };

it.each([
  ['Ana López', undefined],
  ['日本', undefined],
  ['🌞', undefined],
  ['1234567890', undefined],
  ['e\u0301'.repeat(10), undefined],
  ['12345678901', 'TOO_LONG'],
  ['', 'TOO_SHORT'],
  ['   ', 'TOO_SHORT'],
  ['\u200d', 'TOO_SHORT'],
  ['Ana\n', 'BAD_CHARACTERS'],
  ['Ana\0', 'BAD_CHARACTERS'],
  ['\u202eanA', 'BAD_CHARACTERS'],
  ['Ana\ud800', 'BAD_CHARACTERS'],
])('PR4: display name %j: %s', (name, fault) => {
  expect(checkDisplayName(rules, name)).toBe(fault);
});
