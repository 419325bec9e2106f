import { expect, it } from 'vitest';
import { lettersIn, storable } from './letters.ts';

it('counts code points of the composed text', () => {
  expect(lettersIn('')).toBe(0);
  expect(lettersIn('héllo')).toBe(5);
  expect(lettersIn('he\u0301llo')).toBe(5);
  expect(lettersIn('👍')).toBe(1);
  expect(lettersIn('👩‍👩‍👧')).toBe(5);
});

it('drops NUL and lone surrogates, and nothing else', () => {
  expect(storable('a\0b\ud800c\udc00 👍\n\t')).toBe('abc 👍\n\t');
});
