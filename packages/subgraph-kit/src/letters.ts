export type NormalizationForm = 'NFC' | 'NFD' | 'NFKC' | 'NFKD';

// More marks on one letter than any writing has. Two Japanese sound marks are none by themselves, but become some by NFKC.
const TOO_MANY_MARKS = /(?<![\p{M}\uff9e\uff9f])[\p{M}\uff9e\uff9f]{31,}/gu;
const THIRTY_BEFORE_MORE = /.{30}(?=.)/gsu;
const JOINER = '\u034f';

// Among all letters, the most UTF-16 units that one can be written with (U+16126, of three beyond the first 65,536).
const MOST_UNITS_OF_A_LETTER = 6;

/**
 * Normalises a text, in a time that grows with its length only: `String.prototype.normalize` sorts the marks on a letter in
 * a time that grows with the square of their number, and nothing can interrupt it. So where more than 30 follow each other, a
 * combining grapheme joiner (U+034F) is put behind each 30: the Stream-Safe Text Process of Unicode's annex 15.
 */
export function normalize(text: string, form: NormalizationForm): string {
  return streamSafe(text).normalize(form);
}

function streamSafe(text: string): string {
  return text.replace(TOO_MANY_MARKS, (marks) => marks.replace(THIRTY_BEFORE_MORE, (thirty) => thirty + JOINER));
}

/**
 * How many letters a text has: Unicode code points after NFC. An é is one however it was typed; an emoji is as many as it
 * is made of. Unlike graphemes, code points bound what is stored and don't depend on a Unicode version.
 */
export function lettersIn(text: string): number {
  const safe = streamSafe(text);
  let count = text.length - safe.length;
  for (const _ of safe.normalize('NFC')) count += 1;
  return count;
}

/** Whether a text has more letters than that, as `lettersIn` counts them; of one that is far too long they are not counted. */
export function hasMoreLetters(text: string, most: number): boolean {
  return text.length > most * MOST_UNITS_OF_A_LETTER || lettersIn(text) > most;
}
