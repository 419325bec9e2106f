/**
 * How many letters a text has: Unicode code points after NFC. An é is one however it was typed; an emoji is as many as it
 * is made of. Unlike graphemes, code points bound what is stored and don't depend on a Unicode version.
 */
export function lettersIn(text: string): number {
  let count = 0;
  for (const _ of text.normalize('NFC')) count += 1;
  return count;
}
