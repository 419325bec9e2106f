// Lone surrogates are among them: JSON.stringify writes those as escapes, too.
const NEEDS_ESCAPE = /["\\\u0000-\u001f\ud800-\udfff]/;

/** A text as JSON, what `JSON.stringify` gives: most texts need no escapes, and looking is cheaper than calling. */
export function quoted(text: string): string {
  return NEEDS_ESCAPE.test(text) ? JSON.stringify(text) : `"${text}"`;
}
