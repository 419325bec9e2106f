import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { typeSystemOf } from '../supergraph/type-system.ts';
import { mergeFields } from './merge.ts';

const types = typeSystemOf(parse('interface Media { id: ID } type Book implements Media { id: ID }'));
const merged = (target: object, source: object, keys = Object.keys(source)): unknown => {
  const copy = structuredClone(target) as Record<string, unknown>;
  mergeFields(copy, source as Record<string, unknown>, keys, types);
  return copy;
};

it.each<[string, object, object, object]>([
  ['what was not there is taken', { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
  [
    'objects become one',
    { o: { a: 1, p: { x: 1 } } },
    { o: { b: 2, p: { y: 2 } } },
    { o: { a: 1, b: 2, p: { x: 1, y: 2 } } },
  ],
  ['lists become one, item by item', { l: [{ a: 1 }, null] }, { l: [{ b: 2 }, null] }, { l: [{ a: 1, b: 2 }, null] }],
  ['there is none where one says so', { o: null }, { o: { b: 2 } }, { o: null }],
  ['there is none where the other says so', { o: { a: 1 } }, { o: null }, { o: null }],
  ['lists of different lengths stay apart', { l: [1] }, { l: [1, 2] }, { l: [1] }],
  [
    'the name of an interface gives way to that of a type',
    { __typename: 'Media' },
    { __typename: 'Book' },
    { __typename: 'Book' },
  ],
  ['and not the other way round', { __typename: 'Book' }, { __typename: 'Media' }, { __typename: 'Book' }],
])('%s', (_, target, source, wanted) => {
  expect(merged(target, source)).toEqual(wanted);
});

it.each<[string, object, object, boolean]>([
  ['equal forms', { l: [{ a: 1 }, null], o: {}, x: 1 }, { l: [null, { b: 2 }], o: { c: 3 }, x: 1 }, true],
  ['lists of different lengths', { o: { l: [1] } }, { o: { l: [1, 2] } }, false],
  ['a list and an object', { l: [[1]] }, { l: [{ a: 1 }] }, false],
  ['an object and a leaf', { o: { a: 1 } }, { o: 1 }, false],
])('says whether all could be merged: %s', (_, target, source, isWhole) => {
  expect(mergeFields(structuredClone(target) as never, source as never, Object.keys(source), types)).toBe(isWhole);
});

it('nothing is read that was not asked for', () => {
  expect(merged({}, JSON.parse('{"a":1,"b":2,"__proto__":{"c":3}}') as object, ['a'])).toEqual({ a: 1 });
  const target = merged({ o: {} }, JSON.parse('{"o":{"__proto__":{"c":3}}}') as object) as { o: { c?: number } };
  expect(target.o.c).toBeUndefined();
});
