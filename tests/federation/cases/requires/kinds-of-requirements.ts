import type { Graph } from '../../harness/graph.ts';

/** What a field may require of its own entity. Such a field says what came with the representation. */
export const kindsOfRequirements: Graph = {
  subgraphs: {
    products: `
      type Query { product: Product products: [Product] }
      type Product @key(fields: "id") {
        id: ID! price: Int weight: Float tags: [String] grid: [[Int]] size: Size parts: [Part] maker: Maker kind: Kind name: String!
      }
      type Size { w: Int h: Int unit: Unit } type Unit { name: String }
      type Part { no: Int size: Size }
      type Maker @key(fields: "id") { id: ID! city: String }
      enum Kind { A B }`,
    shipping: `
      type Product @key(fields: "id") {
        id: ID!
        price: Int @external weight: Float @external tags: [String] @external grid: [[Int]] @external
        size: Size @external parts: [Part] @external maker: Maker @external kind: Kind @external name: String! @external
        one: String @requires(fields: "price")
        two: String @requires(fields: "price weight")
        list: String @requires(fields: "tags grid")
        inside: String @requires(fields: "size { w unit { name } }")
        inList: String @requires(fields: "parts { no size { h } }")
        entity: String @requires(fields: "maker { city }")
        choice: String @requires(fields: "kind name")
        own: Int
      }
      type Size @external { w: Int h: Int unit: Unit } type Unit @external { name: String }
      type Part @external { no: Int size: Size }
      type Maker @key(fields: "id") { id: ID! city: String @external }
      enum Kind { A B }`,
  },
  data: {
    Query: { product: 'desk', products: ['desk', null, 'lamp', 'desk'] },
    Product: {
      desk: {
        id: '1',
        price: 10,
        weight: 2.5,
        tags: ['a', null, 'c'],
        grid: [[1, null], null, []],
        size: { w: 1, h: 2, unit: { name: 'm' } },
        parts: [{ no: 1, size: { w: 3, h: 4, unit: null } }, null, { no: 2, size: null }],
        maker: 'ikea',
        kind: 'A',
        name: 'Desk',
        own: 7,
      },
      lamp: {
        id: '2',
        price: null,
        weight: null,
        tags: null,
        grid: null,
        size: null,
        parts: null,
        maker: null,
        kind: null,
        name: 'Lamp',
        own: 8,
      },
    },
    Maker: { ikea: { id: 'm', city: 'Älmhult' } },
  },
  cases: {
    'one field': {
      operation: '{ product { one } }',
      data: { product: { one: 'price=10' } },
      calls: { products: 1, shipping: 1 },
    },
    'two fields': { operation: '{ product { two } }', data: { product: { two: 'price=10 weight=2.5' } } },
    'lists, with nulls in them': {
      operation: '{ product { list } }',
      data: { product: { list: 'tags=[a null c] grid=[[1 null] null []]' } },
    },
    'fields of an object': {
      operation: '{ product { inside } }',
      data: { product: { inside: 'size={w=1 unit={name=m}}' } },
    },
    'fields of objects in a list': {
      operation: '{ product { inList } }',
      data: { product: { inList: 'parts=[{no=1 size={h=4}} null {no=2 size=null}]' } },
    },
    'a field of another entity': {
      operation: '{ product { entity } }',
      data: { product: { entity: 'maker={city=Älmhult}' } },
    },
    'an enum and a name': { operation: '{ product { choice } }', data: { product: { choice: 'kind=A name=Desk' } } },
    'all at once, one question': {
      operation: '{ products { one two list inside inList entity choice own } }',
      data: {
        products: [
          {
            one: 'price=10',
            two: 'price=10 weight=2.5',
            list: 'tags=[a null c] grid=[[1 null] null []]',
            inside: 'size={w=1 unit={name=m}}',
            inList: 'parts=[{no=1 size={h=4}} null {no=2 size=null}]',
            entity: 'maker={city=Älmhult}',
            choice: 'kind=A name=Desk',
            own: 7,
          },
          null,
          {
            one: 'price=null',
            two: 'price=null weight=null',
            list: 'tags=null grid=null',
            inside: 'size=null',
            inList: 'parts=null',
            entity: 'maker=null',
            choice: 'kind=null name=Lamp',
            own: 8,
          },
          {
            one: 'price=10',
            two: 'price=10 weight=2.5',
            list: 'tags=[a null c] grid=[[1 null] null []]',
            inside: 'size={w=1 unit={name=m}}',
            inList: 'parts=[{no=1 size={h=4}} null {no=2 size=null}]',
            entity: 'maker={city=Älmhult}',
            choice: 'kind=A name=Desk',
            own: 7,
          },
        ],
      },
      calls: { products: 1, shipping: 1 },
    },
    'what is required and wanted too': {
      operation: '{ product { price inside size { h } maker { id } } }',
      data: { product: { price: 10, inside: 'size={w=1 unit={name=m}}', size: { h: 2 }, maker: { id: 'm' } } },
    },
    'what is required and wanted under other names': {
      operation: '{ product { weight: price price: name size: own one two inside } }',
      data: {
        product: {
          weight: 10,
          price: 'Desk',
          size: 7,
          one: 'price=10',
          two: 'price=10 weight=2.5',
          inside: 'size={w=1 unit={name=m}}',
        },
      },
    },
  },
};
