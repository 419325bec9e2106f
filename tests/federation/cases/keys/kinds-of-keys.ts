import type { Graph } from '../../harness/graph.ts';

/** Every way to say by what a subgraph finds an entity. */
export const kindsOfKeys: Graph = {
  subgraphs: {
    catalog: `
      type Query { single: Single composite: Composite nested: Nested several: Several listed: [Single!]! }
      type Single @key(fields: "id") { id: ID! name: String }
      type Composite @key(fields: "shop sku") { shop: ID! sku: Int! name: String }
      type Nested @key(fields: "ref { shop { id } sku }") { ref: Ref! name: String }
      type Ref @shareable { shop: Shop! sku: Int! }
      type Shop @shareable { id: ID! }
      type Several @key(fields: "id") @key(fields: "sku") { id: ID! sku: String! name: String }`,
    stock: `
      type Single @key(fields: "id") { id: ID! count: Int }
      type Composite @key(fields: "shop sku") { shop: ID! sku: Int! count: Int }
      type Nested @key(fields: "ref { shop { id } sku }") { ref: Ref! count: Int }
      type Ref @shareable { shop: Shop! sku: Int! }
      type Shop @shareable { id: ID! }
      type Several @key(fields: "sku") { sku: String! count: Int }`,
    reviews: 'type Several @key(fields: "id") { id: ID! stars: Int }',
  },
  data: {
    Query: {
      single: 'one',
      composite: 'pair',
      nested: 'deep',
      several: 'both',
      listed: ['one', 'two', 'one'],
    },
    Single: { one: { id: '1', name: 'One', count: 11 }, two: { id: '2', name: 'Two', count: 22 } },
    Composite: {
      twin: { shop: 's1', sku: 2, name: 'Twin', count: 1 },
      pair: { shop: 's1', sku: 1, name: 'Pair', count: 33 },
    },
    Nested: { deep: { ref: { shop: { id: 's9' }, sku: 7 }, name: 'Deep', count: 44 } },
    Several: { both: { id: '5', sku: 'five', name: 'Both', count: 55, stars: 5 } },
  },
  cases: {
    'a single field': {
      operation: '{ single { count name } }',
      data: { single: { count: 11, name: 'One' } },
      calls: { catalog: 1, stock: 1 },
    },
    'two fields, one of which other entities share': {
      operation: '{ composite { count } }',
      data: { composite: { count: 33 } },
    },
    'fields inside of fields': { operation: '{ nested { count } }', data: { nested: { count: 44 } } },
    'one of several, by subgraph': {
      operation: '{ several { count stars } }',
      data: { several: { count: 55, stars: 5 } },
      calls: { catalog: 1, stock: 1, reviews: 1 },
    },
    'the same entity more than once in a list': {
      operation: '{ listed { count } }',
      data: { listed: [{ count: 11 }, { count: 22 }, { count: 11 }] },
      calls: { stock: 1 },
    },
    'the key alone, without asking anybody else': {
      operation: '{ several { id sku } }',
      data: { several: { id: '5', sku: 'five' } },
      calls: { catalog: 1, stock: 0, reviews: 0 },
    },
  },
};
