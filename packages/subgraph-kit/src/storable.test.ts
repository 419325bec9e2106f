import { expect, it } from 'vitest';
import { storable } from './storable.ts';

it('drops NUL and lone surrogates, and nothing else', () => {
  expect(storable('a\0b\ud800c\udc00 👍\n\t')).toBe('abc 👍\n\t');
});
