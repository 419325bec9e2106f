import { expect, it } from 'vitest';
import { quoted } from './json-text.ts';
import { dataOf as dataOfResult, resultOf, writeResult } from './result-data.ts';

const TEXT = '{"a":{"b":[1,"x"]},"__proto__":null}';

const dataOf = (text: string) => dataOfResult(resultOf(text));
const stringify = (...result: Parameters<typeof writeResult>): string => writeResult(...result).toString();

it('data that nobody has looked at is written as it is known', () => {
  const data = dataOf('{ "a" : 1 }');
  expect(stringify({ data })).toBe('{"data":{ "a" : 1 }}\n');
  const errors = [{ message: 'no' }];
  expect(stringify({ data, errors, extensions: { x: 1 } })).toBe(
    '{"errors":[{"message":"no"}],"data":{ "a" : 1 },"extensions":{"x":1}}\n',
  );
  expect(stringify({ data: dataOf('null') })).toBe('{"data":null}\n');
  expect(stringify({ errors })).toBe('{"errors":[{"message":"no"}]}\n');
});

it('data looks like any other object', () => {
  const data = dataOf(TEXT) as { a: { b: unknown[] } };
  expect(JSON.stringify(data)).toBe(TEXT);
  expect(Object.keys(data)).toEqual(['a', '__proto__']);
  expect([data.a.b[1], 'a' in data, 'c' in data]).toEqual(['x', true, false]);
});

it('what somebody does to data is written', () => {
  const changed = dataOf(TEXT) as { a: { b: unknown[] } };
  changed.a.b.push(2);
  expect(stringify({ data: changed })).toBe('{"data":{"a":{"b":[1,"x",2]},"__proto__":null}}\n');
  const without = dataOf('{"a":1,"b":2}') as { a?: number; c?: number };
  delete without.a;
  without.c = 3;
  expect(stringify({ data: without })).toBe('{"data":{"b":2,"c":3}}\n');
});

it.each(['', 'plain', 'a"b', '\\', '\n', '\u0000', 'é', '😀', '\ud800', 'a\udc00b', '\u2028'])(
  '%j is quoted as JSON.stringify does it',
  (text) => {
    expect(quoted(text)).toBe(JSON.stringify(text));
  },
);
