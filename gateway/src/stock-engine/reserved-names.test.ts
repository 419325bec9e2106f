import { buildSchema, parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import { keyFieldsOf, reservedNames } from './reserved-names.ts';

const schema = buildSchema('type Query { user: User } type User { id: ID! name(of: [ID]): String }');
const keyFields = keyFieldsOf(`
  type User @join__type(graph: A, key: "id") @join__type(graph: B, key: "app { name }")
  { total: Int @join__field(graph: A, requires: "weight") }
`);
const check = (source: string): string[] =>
  validate(schema, parse(source), [reservedNames(keyFields)]).map(({ message }) => message);

it('knows the fields by which subgraphs find entities', () => {
  expect([...keyFields]).toEqual(['id', 'app', 'name', 'weight']);
});

it('refuses what the engine takes for a key, a type or its own variable', () => {
  expect(check('{ user { id: name } }')).toEqual(['The alias "id" is reserved.']);
  expect(check('{ user { __typename: name __x: id } }')).toHaveLength(2);
  expect(check('query ($representations: [ID]) { user { name(of: $representations) } }')).toEqual([
    'The variable "$representations" is reserved.',
  ]);
});

it('leaves every other name alone', () => {
  expect(check('query ($id: ID) { user { id __typename id: id handle: name(of: [$id]) } }')).toEqual([]);
});
