import type { Graph } from '../../harness/graph.ts';

const noReference = 'no subgraph can be asked for it';

/** A supergraph that lost a key on its way: what can't be fetched any more is an error, never a null without a word. */
export const unsatisfiableOperations: Graph = {
  subgraphs: {
    a: 'type Query { item: Item must: Strict } type Item @key(fields: "id") { id: ID! name: String } type Strict @key(fields: "id") { id: ID! }',
    b: 'type Query { other: Int } type Item @key(fields: "id") { id: ID! far: Int } type Strict @key(fields: "id") { id: ID! far: Int! }',
  },
  changed: (supergraph) => supergraph.replaceAll('(graph: B, key: "id")', '(graph: B, key: "id", resolvable: false)'),
  data: {
    Query: { item: 'x', must: 'y', other: 1 },
    Item: { x: { id: '1', name: 'X', far: 2 } },
    Strict: { y: { id: '1', far: 3 } },
  },
  cases: {
    'a field that nobody can be asked for': {
      operation: '{ item { far } }',
      errors: [{ message: /./ }],
      noReference,
      calls: { b: 0 },
    },
    'beside fields that could be answered': {
      operation: '{ item { name far } other }',
      errors: [{ message: /./ }],
      noReference,
    },
    'one that must not be null': { operation: '{ must { far } }', errors: [{ message: /./ }], noReference },
    'without that field all is well': { operation: '{ item { name } other }', data: { item: { name: 'X' }, other: 1 } },
    'so it is when it is left out': {
      operation: '{ item { name far @include(if: false) } }',
      data: { item: { name: 'X' } },
    },
  },
};
