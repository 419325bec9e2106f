import { afterEach, describe, expect, it, vi } from 'vitest';
import { hasMoreLetters, lettersIn, normalize } from './letters.ts';

const forms = ['NFC', 'NFD', 'NFKC', 'NFKD'] as const;
const textOf = (codePoint: number): string => String.fromCodePoint(codePoint);
const codePoints = Array.from({ length: 0x110000 }, (_, at) => at).filter((at) => at < 0xd800 || at > 0xdfff);
/** Marks that Unicode puts in an order of their own, so many that this would take long. */
const inAnyOrder = (count: number): string => '\u0301\u0316'.repeat(count / 2);
// What the order of marks is sorted between: a joiner is a mark that stays where it is.
const MARKS_TO_SORT = /[^\P{M}\u034f]{31}/u;

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each(forms)('%s', (form) => {
  it.each([
    ['letters and marks', 'Ọlọ́run Ṣọlá Nguyễn'],
    ['syllables', '김민준'.normalize('NFD')],
    ['compatibility letters', 'ＡＢ ſ \u212a ﷺ ﾊﾟ'],
    ['30 marks on a letter', `a${inAnyOrder(30)}b${inAnyOrder(30)}`],
    ['half a character', 'a\ud800\u0301'],
    ['nothing', ''],
  ])('is Unicode’s own of %s', (_, text) => {
    expect(normalize(text, form)).toBe(text.normalize(form));
  });

  it.each([
    ['marks', `a${inAnyOrder(100_000)}`],
    ['marks at the start', inAnyOrder(31 * 2)],
    ['31 marks', `a${'\u0301\u0316'.repeat(15)}\u0301b`],
    ['marks that are made of two', `a${'\u0344\u0316'.repeat(50_000)}`],
    ['marks beyond the first 65,536 characters', `a${'\u{1d165}\u{1d167}'.repeat(50_000)}`],
    ['sound marks of half width', `\uff8a${'\uff9e\u0301'.repeat(50_000)}`],
  ])('is never asked for of too many %s', (_, text) => {
    const native = vi.spyOn(String.prototype, 'normalize');
    normalize(text, form);
    const asked = native.mock.contexts.map(String);
    native.mockRestore();
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((one) => MARKS_TO_SORT.test(one.replaceAll('\uff9e', '\u3099')))).toEqual([]);
  });
});

it('marks are all that becomes marks to be sorted', () => {
  // Whether a character, or what it is made of, begins with a mark that is sorted before or behind another.
  const isSorted = (text: string): boolean =>
    `a\u0345${text}`.normalize('NFKD') !== `a\u0345${text.normalize('NFKD')}` ||
    (/^\p{M}+$/u.test(text.normalize('NFKD')) &&
      `a${text}\u0334`.normalize('NFKD') !== `a${text.normalize('NFKD')}\u0334`);
  const others = codePoints.map(textOf).filter((text) => !/[\p{M}\uff9e\uff9f]/u.test(text));
  expect(others.filter(isSorted)).toEqual([]);
});

it('a text keeps its letters, whatever number of marks is on them', () => {
  const text = `a${'\u0301'.repeat(100)}`;
  expect(normalize(text, 'NFD').replaceAll('\u034f', '')).toBe(text);
});

it('counts code points of the composed text', () => {
  expect(lettersIn('')).toBe(0);
  expect(lettersIn('héllo')).toBe(5);
  expect(lettersIn('he\u0301llo')).toBe(5);
  expect(lettersIn(`a${inAnyOrder(63_204)}`)).toBe(63_204);
  expect(lettersIn('👍')).toBe(1);
  expect(lettersIn('👩‍👩‍👧')).toBe(5);
});

describe('more letters than a text may have', () => {
  it('are told by one too many', () => {
    expect(hasMoreLetters('he\u0301llo', 5)).toBe(false);
    expect(hasMoreLetters('he\u0301llo', 4)).toBe(true);
    expect(hasMoreLetters('', 0)).toBe(false);
  });

  it('are not counted when it is far too long', () => {
    const native = vi.spyOn(String.prototype, 'normalize');
    expect(hasMoreLetters('a'.repeat(61), 10)).toBe(true);
    expect(native).not.toHaveBeenCalled();
  });

  it('are surely there where no letter is written with as many units', () => {
    const written = codePoints.map(textOf).filter((text) => text.normalize('NFD').normalize('NFC') === text);
    expect(written.filter((text) => text.normalize('NFD').length > 6)).toEqual([]);
  });
});
