import { hasMoreLetters, storable } from '@accounts-center/subgraph-kit';

// What turns the direction of the text around it, and what shows nothing by itself.
const BIDI_CONTROLS = /\p{Bidi_Control}/gu;
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\s]/gu;
const LINE_BREAK = /[\r\n\v\f\u0085\u2028\u2029]/;

/** A line without the spaces around it and without marks of direction, which may leave nothing to be seen, or what is wrong with it. */
export type CheckedLine =
  | { readonly ok: true; readonly line: string }
  | { readonly ok: false; readonly code: 'NOT_ONE_LINE' | 'TOO_LONG' };

/** Judges a text that is shown as one line. */
export function checkLine(text: string, maxLetters: number): CheckedLine {
  const trimmed = storable(text).replace(BIDI_CONTROLS, '').trim();
  const line = trimmed.replace(INVISIBLE, '') === '' ? '' : trimmed;
  if (LINE_BREAK.test(line)) return { ok: false, code: 'NOT_ONE_LINE' };
  return hasMoreLetters(line, maxLetters) ? { ok: false, code: 'TOO_LONG' } : { ok: true, line };
}
