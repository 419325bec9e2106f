import type { Graph } from '../../harness/graph.ts';

const noReference = 'the two subgraphs say different things on purpose';

/** `@override` with a label: the request decides from where the field comes. */
export const progressiveOverride: Graph = {
  subgraphs: {
    old: `
      type Query { item: Item greeting: String }
      type Item @key(fields: "id") { id: ID! name: String price: Int half: Int }`,
    new: `
      type Query { greeting: String @override(from: "old", label: "greet") }
      type Item @key(fields: "id") {
        id: ID!
        name: String @override(from: "old", label: "names")
        price: Int @override(from: "old", label: "prices")
        half: Int @override(from: "old", label: "percent(0)")
      }`,
  },
  data: { Query: { item: 'x', greeting: 'new' }, Item: { x: { id: '1', name: 'new', price: 2, half: 2 } } },
  beliefs: { old: { 'Query.greeting': 'old', 'Item.name': 'old', 'Item.price': 1, 'Item.half': 1 } },
  cases: {
    'no label is on': {
      operation: '{ greeting item { name price half } }',
      data: { greeting: 'old', item: { name: 'old', price: 1, half: 1 } },
      calls: { new: 0 },
      noReference,
    },
    'one is on': {
      operation: '{ greeting item { name price } }',
      labels: ['names'],
      data: { greeting: 'old', item: { name: 'new', price: 1 } },
      noReference,
    },
    'another is on, the same operation': {
      operation: '{ greeting item { name price } }',
      labels: ['prices', 'greet'],
      data: { greeting: 'new', item: { name: 'old', price: 2 } },
      noReference,
    },
    'all are on': {
      operation: '{ greeting item { name price } }',
      labels: ['prices', 'greet', 'names'],
      data: { greeting: 'new', item: { name: 'new', price: 2 } },
      noReference,
    },
    'a label that nobody has declared': {
      operation: '{ item { name } }',
      labels: ['unheard'],
      data: { item: { name: 'old' } },
      noReference,
    },
  },
};
