import type { Graph } from '../../harness/graph.ts';

/** Schemas of the first version: no link, `extend type`, fields shared without a word. */
export const firstVersion: Graph = {
  version: 'fed1',
  subgraphs: {
    accounts: `
      extend type Query { me: User user(id: ID!): User }
      type User @key(fields: "id") @key(fields: "login { name realm }") { id: ID! login: Login name: String }
      type Login { name: String realm: String }`,
    products: `
      extend type Query { top(first: Int = 2): [Product] }
      type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }
      enum Size { S L }`,
    reviews: `
      type Review @key(fields: "id") { id: ID! body: String author: User @provides(fields: "name") product: Product }
      extend type User @key(fields: "id") { id: ID! @external name: String @external reviews: [Review] }
      extend type Product @key(fields: "upc") { upc: String! @external reviews: [Review!] }
      extend type Mutation { review(upc: String!, body: String): Review }`,
    inventory: `
      extend type Product @key(fields: "upc") {
        upc: String! @external price: Int @external weight: Int @external
        inStock: Boolean shippingEstimate: String @requires(fields: "price weight") size: Size
      }
      enum Size { S L }`,
  },
  data: {
    Query: {
      me: 'ada',
      user: ({ id }) => (id === '1' ? 'ada' : 'alan'),
      top: ({ first }) => ['table', 'couch', 'chair'].slice(0, first),
    },
    Mutation: { review: ({ body }) => ({ id: 'r9', body, author: 'ada', product: 'chair' }) },
    User: {
      ada: { id: '1', login: { name: 'ada', realm: 'x' }, name: 'Ada', reviews: ['r1', 'r2'] },
      alan: { id: '2', login: null, name: 'Alan', reviews: null },
    },
    Product: {
      table: { upc: '1', name: 'Table', price: 899, weight: 100, reviews: ['r1'], inStock: true, size: 'L' },
      couch: { upc: '2', name: 'Couch', price: 1299, weight: 1000, reviews: [], inStock: false, size: 'L' },
      chair: { upc: '3', name: 'Chair', price: 54, weight: null, reviews: ['r2'], inStock: true, size: 'S' },
    },
    Review: {
      r1: { id: 'r1', body: 'Love it!', author: 'ada', product: 'table' },
      r2: { id: 'r2', body: 'Too expensive.', author: 'alan', product: 'chair' },
    },
  },
  cases: {
    'an entity that other subgraphs extend': {
      operation: '{ me { name reviews { body } } }',
      data: { me: { name: 'Ada', reviews: [{ body: 'Love it!' }, { body: 'Too expensive.' }] } },
    },
    'there and back': {
      operation: '{ top(first: 3) { name reviews { author { name id } } inStock } }',
      data: {
        top: [
          { name: 'Table', reviews: [{ author: { name: 'Ada', id: '1' } }], inStock: true },
          { name: 'Couch', reviews: [], inStock: false },
          { name: 'Chair', reviews: [{ author: { name: 'Alan', id: '2' } }], inStock: true },
        ],
      },
    },
    'a provided field: its owner is not asked': {
      operation: '{ top { reviews { author { name } } } }',
      data: { top: [{ reviews: [{ author: { name: 'Ada' } }] }, { reviews: [] }] },
      calls: { accounts: 0 },
    },
    'a required field': {
      operation: '{ top(first: 3) { shippingEstimate size } }',
      data: {
        top: [
          { shippingEstimate: 'price=899 weight=100', size: 'L' },
          { shippingEstimate: 'price=1299 weight=1000', size: 'L' },
          { shippingEstimate: 'price=54 weight=null', size: 'S' },
        ],
      },
    },
    'several keys, one of them of objects': {
      operation:
        '{ a: user(id: "1") { login { realm } reviews { id } } b: user(id: "2") { login { name } reviews { id } } }',
      data: { a: { login: { realm: 'x' }, reviews: [{ id: 'r1' }, { id: 'r2' }] }, b: { login: null, reviews: null } },
    },
    'a mutation that one subgraph adds': {
      operation:
        'mutation { review(upc: "3", body: "Fine.") { body author { name login { name } } product { name inStock reviews { body } } } }',
      data: {
        review: {
          body: 'Fine.',
          author: { name: 'Ada', login: { name: 'ada' } },
          product: { name: 'Chair', inStock: true, reviews: [{ body: 'Too expensive.' }] },
        },
      },
    },
    'names that collide with external fields': {
      operation: '{ top { upc: name price: weight weight: upc shippingEstimate } }',
      data: {
        top: [
          { upc: 'Table', price: 100, weight: '1', shippingEstimate: 'price=899 weight=100' },
          { upc: 'Couch', price: 1000, weight: '2', shippingEstimate: 'price=1299 weight=1000' },
        ],
      },
    },
    'four levels over all four': {
      operation: '{ me { reviews { product { inStock shippingEstimate reviews { author { login { realm } } } } } } }',
      data: {
        me: {
          reviews: [
            {
              product: {
                inStock: true,
                shippingEstimate: 'price=899 weight=100',
                reviews: [{ author: { login: { realm: 'x' } } }],
              },
            },
            {
              product: {
                inStock: true,
                shippingEstimate: 'price=54 weight=null',
                reviews: [{ author: { login: null } }],
              },
            },
          ],
        },
      },
    },
  },
};
