import type { Graph } from '../../harness/graph.ts';

const noReference =
  'a subgraph that is asked once for what is required and what the client wants nulls both, where one schema would look again';

/** What is required stands in one selection with what the client asks for, and breaks with it: the error says why it is null. */
export const requirementsThatBreak: Graph = {
  subgraphs: {
    items: `
      type Query { item: Item }
      type Item @key(fields: "id") { id: ID! parts: [Part!] }
      type Part { size: Int weight: Int! }`,
    prices: `
      type Item @key(fields: "id") { id: ID! parts: [Part!] @external price: String @requires(fields: "parts { size }") }
      type Part @external { size: Int }`,
  },
  data: {
    Query: { item: 'x' },
    Item: {
      x: {
        id: '1',
        parts: [
          { size: 1, weight: 2 },
          { size: 3, weight: new Error('no weight') },
        ],
      },
    },
  },
  cases: {
    'without the field that fails': {
      operation: '{ item { price parts { size } } }',
      data: { item: { price: 'parts=[{size=1} {size=3}]', parts: [{ size: 1 }, { size: 3 }] } },
    },
    'beside the field that fails': {
      operation: '{ item { price parts { weight } } }',
      data: { item: { price: 'parts=null', parts: null } },
      errors: [{ message: 'no weight', path: ['item', 'parts', 1, 'weight'] }],
      noReference,
    },
  },
};
