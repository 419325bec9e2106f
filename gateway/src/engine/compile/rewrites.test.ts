import type { FetchDataRewrite } from '@apollo/query-planner';
import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { typeSystemOf } from '../supergraph/type-system.ts';
import { compileRepresentation } from './representation.ts';
import { applyRewrites } from './rewrites.ts';

const types = typeSystemOf(
  parse('interface Media { id: ID } type Book implements Media { id: ID } type Film { id: ID }'),
);

it.each<[string, object, Parameters<typeof applyRewrites>[1][number], object]>([
  [
    'a key gets another name',
    { a: { x: 1 } },
    { kind: 'KeyRenamer', path: ['a', 'x'], renameKeyTo: 'y' },
    { a: { y: 1 } },
  ],
  [
    'in every item of a list',
    { a: [{ x: null }, {}] },
    { kind: 'KeyRenamer', path: ['a', 'x'], renameKeyTo: 'y' },
    { a: [{ y: null }, {}] },
  ],
  [
    'of objects of a type only',
    {
      a: [
        { __typename: 'Book', x: 1 },
        { __typename: 'Film', x: 2 },
      ],
    },
    { kind: 'KeyRenamer', path: ['a', '... on Media', 'x'], renameKeyTo: 'y' },
    {
      a: [
        { __typename: 'Book', y: 1 },
        { __typename: 'Film', x: 2 },
      ],
    },
  ],
  ['a value is set', { a: {} }, { kind: 'ValueSetter', path: ['a', 'x'], setValueTo: 7 }, { a: { x: 7 } }],
])('%s', (_, value, rewrite, wanted) => {
  applyRewrites(value, [rewrite], types);
  expect(value).toEqual(wanted);
});

const field = (name: string, ...selections: object[]) =>
  ({ kind: 'Field', name, ...(selections.length > 0 && { selections }) }) as never;
const on = (typeCondition: string, ...selections: object[]) =>
  ({ kind: 'InlineFragment', typeCondition, selections }) as never;
const variants = new Map([['price__with_0', { field: 'price', arguments: [] }]]);

it.each<[object, string | undefined]>([
  [{ __typename: 'Book', id: 'a"b', o: { x: [1, null] } }, '{"__typename":"Media","id":"a\\"b","o":{"x":[1,null]}}'],
  [{ __typename: 'Book', id: null, o: null }, '{"__typename":"Media","id":null,"o":null}'],
  [{ __typename: 'Book', id: '1', o: [{ x: 1 }, null] }, '{"__typename":"Media","id":"1","o":[{"x":1},null]}'],
  [{ __typename: 'Book', id: '1' }, undefined],
  [{ __typename: 'Book', id: '1', o: {} }, undefined],
  [{ __typename: 'Film', id: '1', price__with_0: 5 }, '{"__typename":"Film","id":"1","price":5}'],
  [{ __typename: 'Other', id: '1' }, undefined],
  [{ id: '1' }, undefined],
])('the representation of %j is %s', (object, text) => {
  const requires = [
    on('Media', field('__typename'), field('id'), field('o', field('x'))),
    on('Film', field('__typename'), field('id'), field('price__with_0')),
  ];
  const announce: FetchDataRewrite = { kind: 'ValueSetter', path: ['... on Media', '__typename'], setValueTo: 'Media' };
  expect(compileRepresentation(requires, [announce], { types, variants })(object as never)).toBe(text);
  const noOp: FetchDataRewrite = { kind: 'KeyRenamer', path: ['nothing'], renameKeyTo: 'x' };
  expect(compileRepresentation(requires, [announce, noOp], { types, variants })(object as never)).toBe(text);
});
