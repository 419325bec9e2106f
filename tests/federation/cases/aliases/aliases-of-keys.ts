import type { Graph } from '../../harness/graph.ts';

/** Names that the client chooses and that are names of keys: none of its values may be taken for a key. */
export const aliasesOfKeys: Graph = {
  subgraphs: {
    products: `
      type Query { products: [Product!]! product: Product found: [Found!] pair: Pair }
      type Mutation { rename(to: String!): Product }
      type Product @key(fields: "upc") { upc: ID! name: String price: Int weight: Int }
      interface Found { code: ID! name: String }
      type Part implements Found @key(fields: "code") { code: ID! name: String }
      type Tool implements Found @key(fields: "code") { code: ID! name: String }
      type Pair @key(fields: "left { id } right") { left: Left! right: ID! name: String other: Left }
      type Left @shareable { id: ID! text: String }`,
    inventory: `
      type Product @key(fields: "upc") { upc: ID! price: Int @external weight: Int @external shippingEstimate: String @requires(fields: "price weight") count: Int }
      type Part @key(fields: "code") { code: ID! count: Int }
      type Tool @key(fields: "code") { code: ID! count: Int }
      type Pair @key(fields: "left { id } right") { left: Left! right: ID! count: Int }
      type Left @shareable { id: ID! }`,
  },
  data: {
    Query: { products: ['desk', 'lamp'], product: 'desk', found: ['bolt', 'saw'], pair: 'p' },
    Mutation: { rename: 'lamp' },
    Product: {
      desk: { upc: '1', name: '2', price: 10, weight: 30, count: 5 },
      lamp: { upc: '2', name: '1', price: 20, weight: 40, count: 6 },
    },
    Part: { bolt: { code: 'b', name: 's', count: 1 } },
    Tool: { saw: { code: 's', name: 'b', count: 2 } },
    Pair: {
      p: { left: { id: 'l', text: 'm' }, right: 'r', name: 'x', other: { id: 'm', text: 't' }, count: 3 },
      q: { left: { id: 'm' }, right: 'x', name: 'no', other: null, count: 999 },
    },
  },
  cases: {
    'a key’s name for another field': {
      operation: '{ products { upc: name shippingEstimate } }',
      data: {
        products: [
          { upc: '2', shippingEstimate: 'price=10 weight=30' },
          { upc: '1', shippingEstimate: 'price=20 weight=40' },
        ],
      },
    },
    'a key’s name for another field, the key under another name': {
      operation: '{ products { upc: name name: upc count } }',
      data: {
        products: [
          { upc: '2', name: '1', count: 5 },
          { upc: '1', name: '2', count: 6 },
        ],
      },
    },
    'a required field’s name for another field': {
      operation: '{ products { price: weight weight: price shippingEstimate } }',
      data: {
        products: [
          { price: 30, weight: 10, shippingEstimate: 'price=10 weight=30' },
          { price: 40, weight: 20, shippingEstimate: 'price=20 weight=40' },
        ],
      },
    },
    'a required field’s name for a field of the other subgraph': {
      operation: '{ products { price: count shippingEstimate upc } }',
      data: {
        products: [
          { price: 5, shippingEstimate: 'price=10 weight=30', upc: '1' },
          { price: 6, shippingEstimate: 'price=20 weight=40', upc: '2' },
        ],
      },
    },
    'in a mutation, which must not run twice': {
      operation: 'mutation { rename(to: "x") { upc: name price: weight shippingEstimate count } }',
      calls: { products: 1 },
      data: { rename: { upc: '1', price: 40, shippingEstimate: 'price=20 weight=40', count: 6 } },
    },
    'in a fragment on one type of an interface': {
      operation: '{ found { ... on Part { code: name count } ... on Tool { count id: code name } } }',
      data: {
        found: [
          { code: 's', count: 1 },
          { count: 2, id: 's', name: 'b' },
        ],
      },
    },
    'on the interface': {
      operation: '{ found { code: name ... on Part { count } ... on Tool { stock: count } } }',
      data: {
        found: [
          { code: 's', count: 1 },
          { code: 'b', stock: 2 },
        ],
      },
    },
    'in a named fragment used twice': {
      operation: 'query { product { ...F } products { id: upc ...F } } fragment F on Product { upc: name count }',
      data: {
        product: { upc: '2', count: 5 },
        products: [
          { id: '1', upc: '2', count: 5 },
          { id: '2', upc: '1', count: 6 },
        ],
      },
    },
    'a key of an object': {
      operation: '{ pair { left: other { id: text } right: name count } }',
      data: { pair: { left: { id: 't' }, right: 'x', count: 3 } },
    },
    'a field inside the key’s object': {
      operation: '{ pair { left { id: text } count } }',
      data: { pair: { left: { id: 'm' }, count: 3 } },
    },
    'the key’s object beside itself': {
      operation: '{ pair { left { text } right: name key: left { id } count } }',
      data: { pair: { left: { text: 'm' }, right: 'x', key: { id: 'l' }, count: 3 } },
    },
    'left out by a condition': {
      operation: 'query ($no: Boolean!) { products { upc: name @include(if: $no) count } }',
      variables: { no: false },
      data: { products: [{ count: 5 }, { count: 6 }] },
    },
    'put in by a condition': {
      operation: 'query ($no: Boolean!) { products { upc: name @skip(if: $no) count } }',
      variables: { no: false },
      data: {
        products: [
          { upc: '2', count: 5 },
          { upc: '1', count: 6 },
        ],
      },
    },
  },
};
