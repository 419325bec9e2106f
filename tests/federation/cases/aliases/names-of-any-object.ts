import type { Graph } from '../../harness/graph.ts';

/** Keys, requirements and types with the names of what every object has in JavaScript. */
export const namesOfAnyObject: Graph = {
  subgraphs: {
    a: `
      type Query { one: Item all: [Item] toString: Item }
      type Item @key(fields: "id") { id: ID! name: String }
      scalar hasOwnProperty`,
    b: `
      type Item @key(fields: "id") @key(fields: "constructor { id }") {
        id: ID! constructor: Maker valueOf: Int toString: [Maker] isPrototypeOf: hasOwnProperty
      }
      type Maker @shareable { id: Int name: String }
      scalar hasOwnProperty`,
    c: `
      type Item @key(fields: "constructor { id }") { constructor: Maker size: Int! weight: Int }
      type Maker @shareable { id: Int }`,
    d: `
      type Item @key(fields: "id") {
        id: ID! valueOf: Int @external toString: [Maker] @external
        price: String @requires(fields: "valueOf") made: String @requires(fields: "toString { name }")
      }
      type Maker { name: String @external }`,
  },
  data: {
    Query: { one: 'x', all: ['x', 'y', null], toString: 'y' },
    Item: {
      x: {
        id: '1',
        name: 'X',
        constructor: { id: 5, name: 'five' },
        valueOf: 3,
        toString: [{ id: 1, name: 'one' }, null],
        isPrototypeOf: { constructor: 1 },
        size: 9,
        weight: 8,
      },
      y: {
        id: '2',
        name: 'Y',
        constructor: { id: 6, name: 'six' },
        valueOf: null,
        toString: null,
        isPrototypeOf: 'text',
        size: 10,
        weight: null,
      },
    },
  },
  cases: {
    'a key': { operation: '{ one { size } }', data: { one: { size: 9 } } },
    'keys in a list, with and without the client': {
      operation: '{ all { size weight } toString { constructor { name } size } }',
      data: {
        all: [{ size: 9, weight: 8 }, { size: 10, weight: null }, null],
        toString: { constructor: { name: 'six' }, size: 10 },
      },
    },
    'a requirement': { operation: '{ one { price } }', data: { one: { price: 'valueOf=3' } } },
    'requirements in a list': {
      operation: '{ all { price made } }',
      data: {
        all: [
          { price: 'valueOf=3', made: 'toString=[{name=one} null]' },
          { price: 'valueOf=null', made: 'toString=null' },
          null,
        ],
      },
    },
    'fields of the client, under each other’s names': {
      operation: '{ toString { valueOf: name toString: valueOf constructor: size } all { toString { id } } }',
      data: {
        toString: { valueOf: 'Y', toString: null, constructor: 10 },
        all: [{ toString: [{ id: 1 }, null] }, { toString: null }, null],
      },
    },
    'a custom scalar': {
      operation: '{ all { isPrototypeOf } }',
      data: { all: [{ isPrototypeOf: { constructor: 1 } }, { isPrototypeOf: 'text' }, null] },
    },
    'fields that did not come': {
      operation: '{ one { price valueOf } }',
      answers: { b: { data: { _entities: [{ __typename: 'Item' }] } } },
      data: { one: { price: null, valueOf: null } },
      noReference: 'the subgraph answers less than it was asked for',
    },
  },
};
