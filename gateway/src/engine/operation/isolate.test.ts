import { type OperationDefinitionNode, parse, print, stripIgnoredCharacters } from 'graphql';
import { expect, it } from 'vitest';
import { isolateNames } from './isolate.ts';
import { createPrivateNames } from './private-names.ts';

const names = createPrivateNames(() => 1);
const reserved = new Set(['__typename', 'id', 'price']);
const isolated = (source: string): { node: OperationDefinitionNode; text: string; isSame: boolean } => {
  const given = parse(source).definitions[0] as OperationDefinitionNode;
  const node = isolateNames(given, reserved, names);
  return { node, text: stripIgnoredCharacters(print(node)), isSame: node === given };
};

it.each(['{ id name __typename }', '{ a: id b: price(c: 1) { id } }', 'query ($id: ID) { node(id: $id) { id } }'])(
  'nothing can collide in %s, so it stays as it is',
  (source) => expect(isolated(source).isSame).toBe(true),
);

it.each([
  ['{ id: name }', '{x11_0_id:name}'],
  ['{ price(currency: "USD") }', '{x11_0_price:price(currency:"USD")}'],
  ['{ __typename: name b { id } }', '{x11_0___typename:name b{id}}'],
  ['{ a { id: name id } }', '{a{x11_0_id:name x11_1_id:id}}'],
  ['{ toString: name }', '{x11_0_toString:name}'],
  ['{ ... on A { f(x: 1) } ... on B { f(x: 2) } }', '{...on A{x11_0_f:f(x:1)}...on B{x11_1_f:f(x:2)}}'],
  [
    '{ ... on A { f(x: { a: 1, b: 2 }, y: 3) } ... on B { f(y: 3, x: { b: 2, a: 1 }) id: g } }',
    '{...on A{f(x:{a:1 b:2}y:3)}...on B{f(y:3 x:{b:2 a:1})x11_0_id:g}}',
  ],
  ['{ id: __type(name: "A") { id: name } }', '{x11_0_id:__type(name:"A"){id:name}}'],
  ['{ ... on A { f { g } } ... on B { f { g: h } } }', '{...on A{f{x11_0_g:g}}...on B{f{x11_1_g:h}}}'],
  [
    'query ($representations: [ID]) { a(b: $representations) }',
    'query($x11_representations:[ID]){a(b:$x11_representations)}',
  ],
])('%s becomes %s', (source, wanted) => {
  expect(isolated(source).text).toBe(wanted);
});

it('names inside lead back to the client’s', () => {
  for (const key of ['id', '__typename', '_0', 'a_b']) expect(names.clientKeyOf(names.keyFor(key, 12))).toBe(key);
  expect(names.clientKeyOf('id')).toBe('id');
});
