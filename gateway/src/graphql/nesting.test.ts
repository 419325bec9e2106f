import { describe, expect, it } from 'vitest';
import { isDocumentTooDeep, isJsonTooDeep } from './nesting.ts';

const nested = (levels: number): string => '{'.repeat(levels) + '}'.repeat(levels);

describe('a document', () => {
  it('may nest 100 levels', () => {
    expect(isDocumentTooDeep(nested(100))).toBe(false);
    expect(isDocumentTooDeep(nested(101))).toBe(true);
    expect(isDocumentTooDeep('[({'.repeat(34))).toBe(true);
  });

  it.each([
    ['side by side', '{a}'.repeat(500)],
    ['in a string', `"${'{'.repeat(500)}"`],
    ['in a string with escapes', `"\\\\\\"${'{'.repeat(500)}\\""`],
    ['in a block string', `"""${'{'.repeat(500)} " "" \\""" ${'{'.repeat(500)}"""`],
    ['in a comment', `#${'{'.repeat(500)}\n`],
    ['in an empty string and after', `"" ${nested(50)}`],
  ])('may have any number of brackets %s', (_, source) => {
    expect(isDocumentTooDeep(source)).toBe(false);
    expect(isDocumentTooDeep(source + nested(101))).toBe(true);
  });

  it.each(['\n', '\r', '\r\n'])('has comments that end with their line: %j', (end) => {
    expect(isDocumentTooDeep(`#${end}${nested(101)}`)).toBe(true);
  });

  it.each(['"'.repeat(3), '"', '"\\', '#'])('may end in the middle: %s', (end) => {
    expect(isDocumentTooDeep(`${nested(60)}${end}`)).toBe(false);
  });
});

it('a JSON text has no comments and no block strings', () => {
  expect(isJsonTooDeep(`"#"${nested(101)}`)).toBe(true);
  expect(isJsonTooDeep(`#${nested(101)}`)).toBe(true);
  expect(isJsonTooDeep(JSON.stringify({ query: `"${nested(200)}\\` }))).toBe(false);
});
