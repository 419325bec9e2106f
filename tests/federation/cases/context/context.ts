import type { Graph } from '../../harness/graph.ts';

const noReference = 'what clients see does not have the argument';

/** `@context`: a field gets an argument from an object above it, wherever that is. */
export const context: Graph = {
  subgraphs: {
    shops: `
      type Query { shop: Shop shops: [Shop!] cafe: Cafe }
      type Shop @key(fields: "id") @context(name: "place") { id: ID! currency: String taxes: Taxes products: [Product!] best: Product }
      type Cafe @key(fields: "id") @context(name: "place") { id: ID! money: String best: Product }
      type Taxes @shareable { rate: Int name: String }
      type Product @key(fields: "id") {
        id: ID! similar: Product
        price(digits: Int = 2, in: String @fromContext(field: "$place ... on Shop { currency } ... on Cafe { money }")): String
      }`,
    names: `
      type Shop @key(fields: "id") { id: ID! title: String }
      type Product @key(fields: "id") { id: ID! name: String }`,
  },
  data: {
    Query: { shop: 'eu', shops: ['eu', 'us'], cafe: 'joe' },
    Shop: {
      eu: {
        id: '1',
        currency: 'EUR',
        taxes: { rate: 20, name: 'VAT' },
        products: ['desk', 'lamp'],
        best: 'desk',
        title: 'Europe',
      },
      us: { id: '2', currency: 'USD', taxes: null, products: ['desk'], best: 'lamp', title: 'America' },
    },
    Cafe: { joe: { id: '3', money: 'JPY', best: 'lamp' } },
    Product: {
      desk: { id: 'd', name: 'Desk', similar: 'lamp', price: ({ in: currency, digits }) => `10 ${currency} ${digits}` },
      lamp: { id: 'l', name: 'Lamp', similar: 'desk', price: ({ in: currency, digits }) => `20 ${currency} ${digits}` },
    },
  },
  cases: {
    'from the object above': {
      operation: '{ shop { best { price } } }',
      data: { shop: { best: { price: '10 EUR 2' } } },
      noReference,
    },
    'for one entity below two objects': {
      operation: '{ shops { products { id price } } }',
      data: {
        shops: [
          {
            products: [
              { id: 'd', price: '10 EUR 2' },
              { id: 'l', price: '20 EUR 2' },
            ],
          },
          { products: [{ id: 'd', price: '10 USD 2' }] },
        ],
      },
      noReference,
    },
    'through another entity': {
      operation: '{ shop { best { similar { price } } } }',
      data: { shop: { best: { similar: { price: '20 EUR 2' } } } },
      noReference,
    },
    'from another type': {
      operation: '{ cafe { best { price name } } }',
      data: { cafe: { best: { price: '20 JPY 2', name: 'Lamp' } } },
      noReference,
    },
    'from two types in one operation': {
      operation: '{ cafe { best { price } } shop { best { price } } }',
      data: { cafe: { best: { price: '20 JPY 2' } }, shop: { best: { price: '10 EUR 2' } } },
      noReference,
    },
    'beside an argument of the client': {
      operation: '{ shop { best { price(digits: 0) } } }',
      data: { shop: { best: { price: '10 EUR 0' } } },
      noReference,
    },
    'twice, with other arguments': {
      operation: '{ shop { best { a: price(digits: 0) b: price(digits: 1) name } } }',
      data: { shop: { best: { a: '10 EUR 0', b: '10 EUR 1', name: 'Desk' } } },
      noReference,
    },
    'under the names of the fields it is made of': {
      operation: '{ shop { currency: title best { price } id: currency } }',
      data: { shop: { currency: 'Europe', best: { price: '10 EUR 2' }, id: 'EUR' } },
      noReference,
    },
    'with a variable': {
      operation: 'query ($n: Int!) { shops { best { price(digits: $n) } } }',
      variables: { n: 4 },
      data: { shops: [{ best: { price: '10 EUR 4' } }, { best: { price: '20 USD 4' } }] },
      noReference,
    },
    'left out': {
      operation: 'query ($no: Boolean!) { shop { best { name price @include(if: $no) } } }',
      variables: { no: false },
      data: { shop: { best: { name: 'Desk' } } },
      noReference,
    },
  },
};
