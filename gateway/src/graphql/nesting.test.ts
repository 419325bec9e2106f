import { describe, expect, it } from 'vitest';
import { isDocumentTooDeep, weighJson } from './nesting.ts';

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

describe('a JSON text', () => {
  it('has no comments and no block strings', () => {
    expect(weighJson(`"#"${nested(101)}`)).toBe('nested too deeply');
    expect(weighJson(`#${nested(101)}`)).toBe('nested too deeply');
    expect(weighJson(JSON.stringify({ query: `"${nested(200)}\\` }))).toBeTypeOf('number');
  });

  const many = (count: number, value: string): string => `[${Array(count).fill(value).join()}]`;
  it.each([
    ['numbers', many(99_999, '1'), many(100_001, '1')],
    ['lists', many(49_999, '[]'), many(50_001, '[]')],
    ['members', `{${many(99_998, '"a":1').slice(1, -1)}}`, `{${many(100_001, '"a":1').slice(1, -1)}}`],
  ])('may have 100,000 values: %s', (_, fitting, tooMany) => {
    expect([weighJson(fitting), weighJson(tooMany)]).toEqual([expect.any(Number), 'made of too many values']);
  });

  it('weighs what is made of it: short values take more than their letters', () => {
    const [objects = 0, text = 0] = [many(1_000, '{}'), JSON.stringify('x'.repeat(3_000))].map((json) =>
      Number(weighJson(json)),
    );
    expect(objects).toBeGreaterThan(60_000);
    expect(text).toBeLessThan(4_000);
  });

  it('may have any number of commas in its strings', () => {
    expect(weighJson(JSON.stringify({ query: ','.repeat(200_000) }))).toBeLessThan(201_000);
  });
});
