import type { Graph } from '../../harness/graph.ts';

/** Subgraphs of different versions in one graph. */
export const mixedVersions: Graph = {
  version: 'fed1',
  subgraphs: {
    first: 'extend type Query { item: Item } type Item @key(fields: "id") { id: ID! one: Int }',
    second: `
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@requires", "@external"])
      type Item @key(fields: "id") { id: ID! one: Int @external two: String @requires(fields: "one") }`,
    renamed: `
      extend schema
        @link(url: "https://specs.apollo.dev/link/v1.0")
        @link(url: "https://specs.apollo.dev/federation/v2.9", as: "fed", import: [{ name: "@key", as: "@id" }])
      type Item @id(fields: "id") { id: ID! two: String @fed__external three: String @fed__requires(fields: "two") }`,
  },
  data: { Query: { item: 'x' }, Item: { x: { id: '1', one: 1 } } },
  cases: {
    'directives by other names': { operation: '{ item { three } }', data: { item: { three: 'two=one=1' } } },
    'all of them': {
      operation: '{ item { one two three } }',
      data: { item: { one: 1, two: 'one=1', three: 'two=one=1' } },
    },
  },
};

/** `@composeDirective` (2.1), `@cost` and `@listSize` (2.9), `@cacheTag` (2.12): nothing of them changes an answer. */
export const directivesThatSayMore: Graph = {
  subgraphs: {
    a: `
      extend schema
        @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@cost", "@listSize", "@cacheTag", "@composeDirective"])
        @link(url: "https://example.com/mine/v1.0", import: ["@mine"])
        @composeDirective(name: "@mine")
      directive @mine(text: String) on FIELD_DEFINITION
      type Query { items(first: Int): [Item!] @listSize(slicingArguments: ["first"]) @cacheTag(format: "items") }
      type Item @key(fields: "id") { id: ID! name: String @mine(text: "x") heavy: Int @cost(weight: 10) }`,
    b: 'type Item @key(fields: "id") { id: ID! more: Int @cost(weight: 2) }',
  },
  data: {
    Query: { items: ({ first }) => ['x', 'y'].slice(0, first) },
    Item: { x: { id: '1', name: 'X', heavy: 1, more: 2 }, y: { id: '2', name: 'Y', heavy: 3, more: 4 } },
  },
  cases: {
    'costs, sizes, tags of caches and directives of one’s own': {
      operation: '{ items(first: 2) { name heavy more } }',
      data: {
        items: [
          { name: 'X', heavy: 1, more: 2 },
          { name: 'Y', heavy: 3, more: 4 },
        ],
      },
    },
  },
};

/** Root types by other names. */
export const renamedRoots: Graph = {
  subgraphs: {
    a: 'schema { query: Questions mutation: Deeds } type Questions { item: Item } type Deeds { make: Item } type Item @key(fields: "id") { id: ID! }',
    b: 'schema { query: Asks } type Asks { other: Item } type Item @key(fields: "id") { id: ID! name: String }',
  },
  data: { Query: { item: 'x', other: 'x' }, Mutation: { make: 'x' }, Item: { x: { id: '1', name: 'X' } } },
  cases: {
    'for queries': {
      operation: '{ __typename item { name } other { id } ... on Query { again: other { name } } }',
      data: { __typename: 'Query', item: { name: 'X' }, other: { id: '1' }, again: { name: 'X' } },
    },
    'for mutations': {
      operation: 'mutation { make { name } __typename }',
      data: { make: { name: 'X' }, __typename: 'Mutation' },
    },
  },
};
