import type { Graph } from '../../harness/graph.ts';

const price = ({ in: currency = 'EUR', off = 0 }) => `${currency}-${off}`;

/** Requirements that call a field with arguments, beside other uses of that field. */
export const requirementsWithArguments: Graph = {
  subgraphs: {
    prices: `
      type Query { product: Product products: [Product] }
      type Product @key(fields: "id") { id: ID! price(in: String! = "EUR", off: Int): String parts(first: Int): [Part!] }
      type Part @key(fields: "id") { id: ID! size(unit: Unit = CM): String }
      enum Unit { CM INCH }`,
    sales: `
      type Product @key(fields: "id") {
        id: ID! price(in: String! = "EUR", off: Int): String @external parts(first: Int): [Part!] @external
        inDollars: String @requires(fields: "price(in: \\"USD\\")")
        inPounds: String @requires(fields: "price(in: \\"GBP\\", off: 5)")
        inDefault: String @requires(fields: "price")
        inches: String @requires(fields: "parts(first: 1) { size(unit: INCH) }")
      }
      type Part @key(fields: "id") { id: ID! size(unit: Unit = CM): String @external }
      enum Unit { CM INCH }`,
    taxes: `
      type Product @key(fields: "id") {
        id: ID! price(in: String! = "EUR", off: Int): String @external
        tax: String @requires(fields: "price(in: \\"CHF\\")")
      }`,
  },
  data: {
    Query: { product: 'desk', products: ['desk', 'lamp'] },
    Product: {
      desk: { id: '1', price, parts: ({ first }) => ['leg', 'top'].slice(0, first) },
      lamp: { id: '2', price: null, parts: null },
    },
    Part: { leg: { id: 'l', size: ({ unit }) => `70 ${unit}` }, top: { id: 't', size: ({ unit }) => `120 ${unit}` } },
  },
  cases: {
    one: {
      operation: '{ products { inDollars } }',
      data: { products: [{ inDollars: 'price=USD-0' }, { inDollars: 'price=null' }] },
    },
    'with the default of the argument': {
      operation: '{ product { inDefault } }',
      data: { product: { inDefault: 'price=EUR-0' } },
    },
    'inside of a list with an argument': {
      operation: '{ product { inches } }',
      data: { product: { inches: 'parts=[{size=70 INCH}]' } },
    },
    'two fields of one subgraph require one field with different arguments': {
      operation: '{ product { inDollars inPounds } }',
      data: { product: { inDollars: 'price=USD-0', inPounds: 'price=GBP-5' } },
    },
    'three of them, over a list': {
      operation: '{ products { inDollars inPounds inDefault } }',
      data: {
        products: [
          { inDollars: 'price=USD-0', inPounds: 'price=GBP-5', inDefault: 'price=EUR-0' },
          { inDollars: 'price=null', inPounds: 'price=null', inDefault: 'price=null' },
        ],
      },
    },
    'fields of two subgraphs require one field with different arguments': {
      operation: '{ products { inDollars tax } }',
      data: {
        products: [
          { inDollars: 'price=USD-0', tax: 'price=CHF-0' },
          { inDollars: 'price=null', tax: 'price=null' },
        ],
      },
    },
    'the client calls the field with other arguments': {
      operation: '{ product { price(in: "JPY", off: 1) inDollars } }',
      data: { product: { price: 'JPY-1', inDollars: 'price=USD-0' } },
    },
    'the client calls it without arguments, the other field first': {
      operation: '{ products { inPounds price } }',
      data: {
        products: [
          { inPounds: 'price=GBP-5', price: 'EUR-0' },
          { inPounds: 'price=null', price: null },
        ],
      },
    },
    'the client calls it with the same arguments': {
      operation: '{ product { price(in: "USD") inDollars } }',
      data: { product: { price: 'USD-0', inDollars: 'price=USD-0' } },
    },
    'the client calls it with variables': {
      operation: 'query ($in: String! = "SEK", $off: Int) { product { price(in: $in, off: $off) inDollars tax } }',
      variables: { off: 2 },
      data: { product: { price: 'SEK-2', inDollars: 'price=USD-0', tax: 'price=CHF-0' } },
    },
    'the client calls a list with other arguments than the requirement': {
      operation: '{ product { parts { size } inches } }',
      data: { product: { parts: [{ size: '70 CM' }, { size: '120 CM' }], inches: 'parts=[{size=70 INCH}]' } },
    },
    'many calls of the client at once, under names of their own': {
      operation: '{ product { a: price(in: "A") b: price(in: "B") price: id tax inPounds inDollars } }',
      data: {
        product: {
          a: 'A-0',
          b: 'B-0',
          price: '1',
          tax: 'price=CHF-0',
          inPounds: 'price=GBP-5',
          inDollars: 'price=USD-0',
        },
      },
    },
  },
};
