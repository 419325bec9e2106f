const MAX_NESTING = 100;

/**
 * Whether a GraphQL document nests deeper than parsers and validators, which recurse, can take. What stands in strings and
 * comments does not count.
 */
export function isDocumentTooDeep(source: string): boolean {
  return isTooDeep(source, skipInDocument);
}

/** The same for a JSON text. */
export function isJsonTooDeep(text: string): boolean {
  return isTooDeep(text, (at) => (text[at] === '"' ? endOfString(text, at) : at));
}

/** @param skip the index of the last character of the string or comment that begins at an index, else that index */
function isTooDeep(text: string, skip: (at: number, text: string) => number): boolean {
  let depth = 0;
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
        if (depth > MAX_NESTING) return true;
        break;
      case '}':
      case ']':
      case ')':
        depth -= 1;
        break;
    }
  }
  return false;
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
