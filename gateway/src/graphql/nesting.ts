const MAX_NESTING = 100;
/** Of a JSON text. */
const MAX_VALUES = 100_000;
/** What is written in two bytes, such as `{}`, takes so many once it is read. */
const BYTES_PER_VALUE = 64;

/**
 * Whether a GraphQL document nests deeper than parsers and validators, which recurse, can take. What stands in strings and
 * comments does not count.
 */
export function isDocumentTooDeep(source: string): boolean {
  return countValues(source, skipInDocument, Number.POSITIVE_INFINITY) === 'nested too deeply';
}

/** What a JSON text is that is not to be parsed. */
export type JsonFault = 'nested too deeply' | 'made of too many values';

/** How many bytes of memory a JSON text takes once it is parsed, about, or why it is not to be: it nests as no document may, or has more than 100,000 values. */
export function weighJson(text: string): number | JsonFault {
  const values = countValues(text, (at) => (text[at] === '"' ? endOfString(text, at) : at), MAX_VALUES);
  return typeof values === 'number' ? text.length + values * BYTES_PER_VALUE : values;
}

/** @param skip the index of the last character of the string or comment that begins at an index, else that index */
function countValues(text: string, skip: (at: number, text: string) => number, maxValues: number): number | JsonFault {
  let depth = 0;
  // Each value but the first of a list or an object has a comma before it.
  let values = 1;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charAt(at)) {
      case '"':
      case '#':
        at = skip(at, text);
        break;
      case '{':
      case '[':
      case '(':
        depth += 1;
        if (depth > MAX_NESTING) return 'nested too deeply';
        values += 1;
        break;
      case ',':
        values += 1;
        break;
      case '}':
      case ']':
      case ')':
        depth -= 1;
        break;
    }
    if (values > maxValues) return 'made of too many values';
  }
  return values;
}

function skipInDocument(at: number, text: string): number {
  if (text[at] === '#') return endOfComment(text, at);
  return text.startsWith('"""', at) ? endOfBlockString(text, at) : endOfString(text, at);
}

/** A carriage return ends a line, too. */
function endOfComment(text: string, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return at;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function endOfBlockString(text: string, start: number): number {
  let end = text.indexOf('"""', start + 3);
  while (end > 0 && text[end - 1] === '\\') end = text.indexOf('"""', end + 3);
  return end < 0 ? text.length : end + 2;
}
