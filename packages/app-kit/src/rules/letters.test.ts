import { expect, it } from 'vitest';
import { lettersIn } from './letters.ts';

it('counts code points of the composed text', () => {
  expect(lettersIn('')).toBe(0);
  expect(lettersIn('héllo')).toBe(5);
  expect(lettersIn('he\u0301llo')).toBe(5);
  expect(lettersIn('👍')).toBe(1);
  expect(lettersIn('👩‍👩‍👧')).toBe(5);
});
