import type { Graph } from '../../harness/graph.ts';

/** Keys that a subgraph only names: it can not be asked by them, so another way must be taken. */
export const unresolvableKeys: Graph = {
  subgraphs: {
    orders: `
      type Query { order: Order orders: [Order!]! }
      type Order @key(fields: "id") { id: ID! product: Product! buyer: Buyer }
      type Product @key(fields: "upc", resolvable: false) { upc: ID! }
      type Buyer @key(fields: "id") @key(fields: "mail") { id: ID! mail: String! }`,
    catalog: 'type Product @key(fields: "upc") { upc: ID! name: String weight: Int }',
    people: `
      type Buyer @key(fields: "id", resolvable: false) @key(fields: "mail") { id: ID! mail: String! name: String }`,
    ratings: `
      type Product @key(fields: "upc") { upc: ID! weight: Int @external label: String @requires(fields: "weight") }
      type Buyer @key(fields: "mail", resolvable: false) @key(fields: "id") { mail: String! id: ID! stars: Int }`,
  },
  data: {
    Query: { order: 'first', orders: ['first', 'second'] },
    Order: {
      first: { id: '1', product: 'desk', buyer: 'ann' },
      second: { id: '2', product: 'lamp', buyer: null },
    },
    Product: { desk: { upc: 'd', name: 'Desk', weight: 30 }, lamp: { upc: 'l', name: 'Lamp', weight: 2 } },
    Buyer: { ann: { id: '7', mail: 'ann@a', name: 'Ann', stars: 4 } },
  },
  cases: {
    'a stub that leads to its owner': {
      operation: '{ orders { product { name } } }',
      data: { orders: [{ product: { name: 'Desk' } }, { product: { name: 'Lamp' } }] },
      calls: { orders: 1, catalog: 1 },
    },
    'a stub whose key is all that is wanted': {
      operation: '{ order { product { upc } } }',
      data: { order: { product: { upc: 'd' } } },
      calls: { catalog: 0 },
    },
    'a stub that leads to two owners, one after the other': {
      operation: '{ orders { product { label } } }',
      data: { orders: [{ product: { label: 'weight=30' } }, { product: { label: 'weight=2' } }] },
    },
    'the first of two keys is not resolvable': {
      operation: '{ order { buyer { name } } }',
      data: { order: { buyer: { name: 'Ann' } } },
    },
    'the first of two keys is not resolvable, the other way round': {
      operation: '{ order { buyer { stars } } }',
      data: { order: { buyer: { stars: 4 } } },
    },
    'both, and a list with an order of nobody': {
      operation: '{ orders { buyer { stars name } } }',
      data: { orders: [{ buyer: { stars: 4, name: 'Ann' } }, { buyer: null }] },
    },
  },
};
