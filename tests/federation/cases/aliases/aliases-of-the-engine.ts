import type { Graph } from '../../harness/graph.ts';

/** Names that the client chooses and that engines use for themselves. */
export const aliasesOfTheEngine: Graph = {
  subgraphs: {
    a: `
      type Query { me: User users: [User!] thing: Thing things: [Thing] }
      type User @key(fields: "id") { id: ID! email: String name: String friend: User price(in: String): String }
      union Thing = User | Note
      type Note { text: String }`,
    b: `
      type User @key(fields: "id") {
        id: ID! age: Int price(in: String): String @external
        tax: String @requires(fields: "price(in: \\"USD\\")") duty: String @requires(fields: "price(in: \\"GBP\\")")
      }`,
  },
  data: {
    Query: {
      me: 'ann',
      users: ['ann', 'bob'],
      thing: 'bob',
      things: ['ann', { __typename: 'Note', text: 'Hi' }, null],
    },
    User: {
      ann: { id: '1', email: 'Note', name: 'Ann', friend: 'bob', price: ({ in: c }) => `5 ${c}`, age: 30 },
      bob: { id: '2', email: 'User', name: 'Bob', friend: null, price: null, age: 40 },
    },
  },
  cases: {
    '__typename for a text': { operation: '{ me { __typename: email } }', data: { me: { __typename: 'Note' } } },
    '__typename for a text, with fields of another subgraph': {
      operation: '{ users { __typename: email age } }',
      data: {
        users: [
          { __typename: 'Note', age: 30 },
          { __typename: 'User', age: 40 },
        ],
      },
    },
    '__typename for a text that is the name of another type': {
      operation: '{ things { ... on User { __typename: email age } ... on Note { text } } }',
      data: { things: [{ __typename: 'Note', age: 30 }, { text: 'Hi' }, null] },
    },
    '__typename for a number of the other subgraph': {
      operation: '{ users { __typename: age tax } }',
      data: {
        users: [
          { __typename: 30, tax: 'price=5 USD' },
          { __typename: 40, tax: 'price=null' },
        ],
      },
    },
    '__typename for an object': {
      operation: '{ me { __typename: friend { __typename: friend { id } age } age } }',
      data: { me: { __typename: { __typename: null, age: 40 }, age: 30 } },
    },
    '__typename of the root': {
      operation: '{ __typename: me { age } kind: __typename }',
      data: { __typename: { age: 30 }, kind: 'Query' },
    },
    'other names for the type’s name': {
      operation: '{ thing { id: __typename ... on User { age kind: __typename } } }',
      data: { thing: { id: 'User', age: 40, kind: 'User' } },
    },
    '_0, _1 and their like': {
      operation: '{ me { _0: name _1: email _2: age price__0: id price: friend { _0: age } tax duty } }',
      data: {
        me: {
          _0: 'Ann',
          _1: 'Note',
          _2: 30,
          price__0: '1',
          price: { _0: 40 },
          tax: 'price=5 USD',
          duty: 'price=5 GBP',
        },
      },
    },
    '_entities, _service and representations': {
      operation: '{ _entities: me { _service: name representations: age } _service: users { _entities: age } }',
      data: { _entities: { _service: 'Ann', representations: 30 }, _service: [{ _entities: 30 }, { _entities: 40 }] },
    },
    '__proto__, constructor and toString': {
      operation:
        '{ __proto__: me { __proto__: age constructor: name toString: tax } constructor: thing { ... on User { hasOwnProperty: age } } }',
      data: {
        ['__proto__']: { ['__proto__']: 30, constructor: 'Ann', toString: 'price=5 USD' },
        constructor: { hasOwnProperty: 40 },
      },
    },
    '__proto__ for an object, over a list': {
      operation: '{ users { __proto__: friend { age polluted: name } age } }',
      data: {
        users: [
          { ['__proto__']: { age: 40, polluted: 'Bob' }, age: 30 },
          { ['__proto__']: null, age: 40 },
        ],
      },
    },
    'the prefix of private names': {
      operation: '{ me { __k: name __a_id: age _k0: tax __: email } }',
      data: { me: { __k: 'Ann', __a_id: 30, _k0: 'price=5 USD', __: 'Note' } },
    },
    'a variable named representations': {
      operation: 'query ($representations: String) { me { price(in: $representations) age } }',
      variables: { representations: 'EUR' },
      data: { me: { price: '5 EUR', age: 30 } },
    },
    'a variable of that name for the other subgraph’s conditions': {
      operation:
        'query ($representations: Boolean!, $_0: Boolean!) { users { age @include(if: $representations) tax @skip(if: $_0) } }',
      variables: { representations: true, _0: false },
      data: {
        users: [
          { age: 30, tax: 'price=5 USD' },
          { age: 40, tax: 'price=null' },
        ],
      },
    },
  },
};
