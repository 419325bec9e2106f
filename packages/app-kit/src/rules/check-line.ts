import { storable } from '@accounts-center/subgraph-kit';
import { lettersIn } from './letters.ts';

const LINE_BREAK = /[\r\n\v\f\u0085\u2028\u2029]/;

/** A line without the spaces around it, which may leave nothing of it, or what is wrong with it. */
export type CheckedLine =
  | { readonly ok: true; readonly line: string }
  | { readonly ok: false; readonly code: 'NOT_ONE_LINE' | 'TOO_LONG' };

/** Judges a text that is shown as one line. */
export function checkLine(text: string, maxLetters: number): CheckedLine {
  const line = storable(text).trim();
  if (LINE_BREAK.test(line)) return { ok: false, code: 'NOT_ONE_LINE' };
  return lettersIn(line) > maxLetters ? { ok: false, code: 'TOO_LONG' } : { ok: true, line };
}
