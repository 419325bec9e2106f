import { buildSchema, type FragmentDefinitionNode, Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { listSizesOf } from './list-sizes.ts';
import { costOf, type OperationCost } from './operation-cost.ts';

const sdl = /* GraphQL */ `
  directive @listSize(
    assumedSize: Int
    slicingArguments: [String!]
    sizedFields: [String!]
    requireOneSlicingArgument: Boolean = true
  ) on FIELD_DEFINITION
  interface Node {
    id: ID!
  }
  type User implements Node {
    id: ID!
    names: [String!]!
    friends: [User!]! @listSize(assumedSize: 5)
    unknown: [User]
    followers(first: Int! = 20, after: String): Users
      @listSize(assumedSize: 100, slicingArguments: ["first"], sizedFields: ["nodes", "edges"])
    latest(first: Int, last: Int): [User!] @listSize(assumedSize: 60, slicingArguments: ["first", "last"])
  }
  type Post implements Node {
    id: ID!
    author: User
    likes: [User!] @listSize(assumedSize: 50)
  }
  type Users {
    nodes: [User!]!
    edges: [Edge!]!
    total: Int
  }
  type Edge {
    cursor: String
    node: User
  }
  type Query {
    user: User
    node: Node
    nodes: [Node!]! @listSize(assumedSize: 2)
  }
`;
const schema = buildSchema(sdl);
const sizes = listSizesOf(sdl);

function cost(query: string, variables: Record<string, unknown> = {}): OperationCost {
  const { definitions } = parse(query);
  const fragments = definitions.filter(
    (each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION,
  );
  const operation = definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('no operation');
  return costOf({
    schema,
    sizes,
    operation,
    fragments: new Map(fragments.map((each) => [each.name.value, each])),
    variables,
  });
}
const objects = (query: string, variables?: Record<string, unknown>): number => cost(query, variables).objects;

describe('an operation', () => {
  it('costs each object, and each value', () => {
    expect(cost('{ user { id } }')).toEqual({ objects: 1, values: 2 });
    expect(cost('{ __typename user { __typename names } }')).toEqual({ objects: 1, values: 13 });
  });

  it.each([
    ['a known bound', '{ user { friends { id } } }', 1 + 5],
    ['lists in lists', '{ user { friends { friends { friends { id } } } } }', 1 + 5 + 25 + 125],
    ['no known bound', '{ user { unknown { id } } }', 1 + 10],
    ['a page as large as usual', '{ user { followers { nodes { id } } } }', 2 + 20],
    ['a page of some size', '{ user { followers(first: 100) { nodes { id } edges { node { id } } total } } }', 2 + 300],
    ['the larger of two arguments', '{ user { latest(first: 3, last: 40) { id } } }', 1 + 40],
    ['neither of two arguments', '{ user { latest { id } } }', 1 + 60],
    ['null for an argument', '{ user { latest(first: null) { id } } }', 1 + 60],
    ['no more than a page holds', '{ user { followers(first: 100000) { nodes { id } } } }', 2 + 100],
  ])('costs as much as its lists can hold: %s', (_, query, expected) => {
    expect(objects(query)).toBe(expected);
  });

  it('with variables costs what they say, or else their defaults', () => {
    const query = 'query ($first: Int! = 30) { user { followers(first: $first) { nodes { id } } } }';
    expect(objects(query, { first: 50 })).toBe(52);
    expect(objects(query)).toBe(32);
    const bare = 'query ($first: Int) { user { latest(first: $first) { id } } }';
    expect([objects(bare, { first: 50 }), objects(bare), objects(bare, { first: null })]).toEqual([51, 61, 61]);
  });

  it.each([-1, 1.5, '100', 3e9, Number.NaN, {}])('leaves a page of %j to those who refuse it', (first) => {
    expect(objects('query ($first: Int!) { user { followers(first: $first) { nodes { id } } } }', { first })).toBe(2);
  });

  it('costs its fragments wherever they are spread, by the page that they are in', () => {
    const query = `{ user { small: followers(first: 1) { ...users } large: followers(first: 50) { ...users } } }
      fragment users on Users { nodes { ...user } } fragment user on User { friends { id } }`;
    expect(objects(query)).toBe(1 + 1 + 6 + 1 + 50 * 6);
  });

  it('costs each alias', () => {
    expect(objects('{ user { a: friends { id } b: friends { id } } }')).toBe(11);
  });

  it('costs the dearest of the types that an object may have, not all of them', () => {
    expect(objects('{ node { ... on User { friends { id } } ... on Post { likes { id } author { id } } } }')).toBe(52);
    expect(objects('{ nodes { ... on Node { ... on User { friends { id } } } } }')).toBe(12);
  });

  it('is estimated quickly, however deep its lists multiply', () => {
    const depth = 24;
    const query = `{ user ${'{ followers(first: 100) { nodes'.repeat(depth)} { id } ${'} }'.repeat(depth)} }`;
    expect(objects(query)).toBeGreaterThan(100 ** depth);
  });
});
