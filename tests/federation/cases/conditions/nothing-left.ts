import type { Graph } from '../../harness/graph.ts';

/** Conditions that leave nothing of a selection: the object is there all the same, and empty. */
export const nothingLeft: Graph = {
  subgraphs: {
    a: `
      type Query { item: Item must: Item! items: [Item!] grid: [[Item!]!] node: Node value: Value }
      type Mutation { make: Item! other: Item }
      interface Node { id: ID! }
      type Item implements Node @key(fields: "id") { id: ID! name: String value: Value }
      type Value @shareable { text: String }`,
    b: `
      type Query { far: Item }
      type Item @key(fields: "id") { id: ID! size: Int next: Item }`,
  },
  data: {
    Query: { item: 'x', must: 'x', items: ['x', 'y'], grid: [[], ['x']], node: 'x', value: { text: 't' }, far: 'y' },
    Mutation: { make: 'x', other: 'y' },
    Item: {
      x: { id: '1', name: 'X', value: { text: 'v' }, size: 1, next: 'y' },
      y: { id: '2', name: 'Y', value: null, size: 2, next: null },
    },
  },
  cases: {
    'of an object': {
      operation: 'query ($no: Boolean!) { item { name @include(if: $no) } }',
      variables: { no: false },
      data: { item: {} },
    },
    'of an object that must be there': {
      operation: 'query ($no: Boolean!) { must { ... on Node @include(if: $no) { id } } }',
      variables: { no: false },
      data: { must: {} },
    },
    'of an object under a condition itself': {
      operation:
        'query ($yes: Boolean!, $no: Boolean!) { must @include(if: $yes) { ... on Node @include(if: $no) { __typename } } }',
      variables: { yes: true, no: false },
      data: { must: {} },
    },
    'of lists': {
      operation: 'query ($no: Boolean!) { items { id @include(if: $no) } grid { name @include(if: $no) } }',
      variables: { no: false },
      data: { items: [{}, {}], grid: [[], [{}]] },
    },
    'of a list under a condition itself': {
      operation:
        'query ($yes: Boolean!, $no: Boolean!) { grid @skip(if: $no) { id @skip(if: $yes) } item { next { id @skip(if: $yes) } } }',
      variables: { yes: true, no: false },
      data: { grid: [[], [{}]], item: { next: {} } },
    },
    'of a value below an object': {
      operation: 'query ($no: Boolean!) { item { value @skip(if: $no) { text @include(if: $no) } } }',
      variables: { no: false },
      data: { item: { value: {} } },
    },
    'of an entity of the other subgraph': {
      operation: 'query ($no: Boolean!) { item { next { size @include(if: $no) } } far { size @include(if: $no) } }',
      variables: { no: false },
      data: { item: { next: {} }, far: {} },
    },
    'of a fragment on a type and one on its interface': {
      operation:
        'query ($no: Boolean!) { node { ... on Item @include(if: $no) { name } ... on Node { id @include(if: $no) } } }',
      variables: { no: false },
      data: { node: {} },
    },
    'of the operation': {
      operation: 'query ($no: Boolean!) { item @include(if: $no) { name @include(if: $no) } }',
      variables: { no: false },
      data: {},
    },
    'of the operation, one thing asking the other’s opposite': {
      operation: 'query ($yes: Boolean!) { item @skip(if: $yes) { ... on Item { name @include(if: $yes) } } }',
      variables: { yes: true },
      data: {},
    },
    'of the operation, where the two exclude each other': {
      operation: 'query ($yes: Boolean!) { item @skip(if: $yes) { name @include(if: $yes) } }',
      variables: { yes: false },
      data: { item: {} },
    },
    'of a mutation': {
      operation: 'mutation ($yes: Boolean!) { other @skip(if: $yes) { name @include(if: $yes) } }',
      variables: { yes: true },
      data: {},
    },
    'of what a mutation makes': {
      operation:
        'mutation ($yes: Boolean!, $no: Boolean!) { one: make @skip(if: $no) { value @skip(if: $yes) { text } } make { name } }',
      variables: { yes: true, no: false },
      data: { one: {}, make: { name: 'X' } },
    },
    'by literals': {
      operation: '{ item { name @skip(if: true) } far @include(if: false) { size } }',
      data: { item: {} },
    },
    'by literals of the operation': {
      operation: '{ item @include(if: false) { name } }',
      data: {},
      calls: { a: 0 },
    },
  },
};
