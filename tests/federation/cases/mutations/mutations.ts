import type { Facts, Graph } from '../../harness/graph.ts';

/** Counts in the state of the operation how often fields ran, and in which order. */
const count = ({ state }: Facts, by = ''): string => {
  const ran = `${(state['ran'] as string | undefined) ?? ''}${by}`;
  state['ran'] = ran;
  return ran;
};

/** Root fields run one after the other over all subgraphs, each of them once. */
export const mutations: Graph = {
  subgraphs: {
    a: `
      type Query { ran: String item: Item }
      type Mutation { a(by: String = "a"): String makeA(name: String): Item charge(input: Charge!, note: String): Item failA: Int strictA(fail: Boolean): Int! }
      input Charge { amount: Int of: [Part!] } input Part { a: Int b: Int }
      type Item @key(fields: "id") { id: ID! name: String price(in: String): String }`,
    b: `
      type Mutation { b(by: String = "b"): String makeB: Item failB: Int strictB(fail: Boolean): Int! }
      type Item @key(fields: "id") {
        id: ID! size: Int price(in: String): String @external
        usd: String @requires(fields: "price(in: \\"USD\\")") gbp: String @requires(fields: "price(in: \\"GBP\\")") strictSize: Int! seen: String
      }`,
  },
  data: {
    Query: { ran: (_, facts) => count(facts, ''), item: 'x' },
    Mutation: {
      a: ({ by }, facts) => count(facts, String(by)),
      b: ({ by }, facts) => count(facts, String(by)),
      makeA: (_, facts) => (count(facts, 'A'), 'x'),
      charge: (_, facts) => (count(facts, '$'), 'x'),
      makeB: (_, facts) => (count(facts, 'B'), 'y'),
      failA: (_, facts) => new Error(`A failed after ${count(facts, 'f')}`),
      failB: (_, facts) => new Error(`B failed after ${count(facts, 'f')}`),
      strictA: ({ fail }, facts) => (count(facts, 's') && fail ? new Error('strict A') : 1),
      strictB: ({ fail }, facts) => (count(facts, 's') && fail ? null : 2),
    },
    Item: {
      x: {
        id: '1',
        name: 'X',
        price: ({ in: c }) => `5 ${c}`,
        size: 1,
        strictSize: null,
        seen: (_, facts) => count(facts, ''),
      },
      y: { id: '2', name: 'Y', price: null, size: 2, strictSize: 2, seen: (_, facts) => count(facts, '') },
    },
  },
  cases: {
    'in turns between two subgraphs': {
      operation: 'mutation { one: a b two: a(by: "c") three: b(by: "d") }',
      data: { one: 'a', b: 'ab', two: 'abc', three: 'abcd' },
    },
    'of one subgraph, in order': {
      operation: 'mutation { z: a(by: "1") y: a(by: "2") x: a(by: "3") }',
      data: { z: '1', y: '12', x: '123' },
    },
    'with entities of the other subgraph below': {
      operation: 'mutation { makeA(name: "n") { name size } makeB { name size } }',
      data: { makeA: { name: 'X', size: 1 }, makeB: { name: 'Y', size: 2 } },
    },
    'what is below one runs before the next': {
      operation: 'mutation { makeA { seen } makeB { seen } a }',
      data: { makeA: { seen: 'A' }, makeB: { seen: 'AB' }, a: 'ABa' },
    },
    'once, with requirements that collide below': {
      operation: 'mutation { makeA { usd gbp price(in: "EUR") } a }',
      data: { makeA: { usd: 'price=5 USD', gbp: 'price=5 GBP', price: '5 EUR' }, a: 'Aa' },
    },
    'once, with names that collide below': {
      operation: 'mutation { makeA { id: name name: id size usd } a }',
      data: { makeA: { id: 'X', name: '1', size: 1, usd: 'price=5 USD' }, a: 'Aa' },
    },
    'once, with its arguments in another order': {
      operation: `mutation {
        charge(input: { amount: 1, of: [{ a: 1, b: 2 }] }, note: "n") { id }
        charge(note: "n", input: { of: [{ b: 2, a: 1 }], amount: 1 }) { name size }
        a
      }`,
      data: { charge: { id: '1', name: 'X', size: 1 }, a: '$a' },
    },
    'a failed one lets the next run': {
      operation: 'mutation { failA b failB a }',
      data: { failA: null, b: 'fb', failB: null, a: 'fbfa' },
      errors: [
        { message: 'A failed after f', path: ['failA'] },
        { message: 'B failed after fbf', path: ['failB'] },
      ],
    },
    'a failed one that must not fail ends it': {
      operation: 'mutation { a strictA(fail: true) b }',
      data: null,
      errors: [{ message: 'strict A', path: ['strictA'] }],
      calls: { b: 0 },
    },
    'the same in the other subgraph': {
      operation: 'mutation { strictB(fail: true) a }',
      data: null,
      errors: [{ message: 'Cannot return null for non-nullable field Mutation.strictB.', path: ['strictB'] }],
      calls: { a: 0 },
    },
    'the same within one subgraph': {
      operation: 'mutation { strictA(fail: true) a failA }',
      data: null,
      errors: [{ message: 'strict A', path: ['strictA'] }],
      calls: { a: 1 },
    },
    'one that did not fail goes on': {
      operation: 'mutation { strictB(fail: false) strictA(fail: false) a }',
      data: { strictB: 2, strictA: 1, a: 'ssa' },
    },
    'a failure below a nullable one does not end it': {
      operation: 'mutation { makeA { strictSize } b }',
      data: { makeA: null, b: 'Ab' },
      errors: [
        { message: 'Cannot return null for non-nullable field Item.strictSize.', path: ['makeA', 'strictSize'] },
      ],
    },
    'in fragments': {
      operation: 'mutation { ...F b ... on Mutation { again: a } } fragment F on Mutation { a makeB { size } }',
      data: { a: 'a', makeB: { size: 2 }, b: 'aBb', again: 'aBba' },
    },
    'with the name of the type between': {
      operation: 'mutation { a __typename b }',
      data: { a: 'a', __typename: 'Mutation', b: 'ab' },
    },
    'left out by conditions': {
      operation: 'mutation ($no: Boolean!) { a @include(if: $no) b ... @skip(if: $no) { c: a } }',
      variables: { no: false },
      data: { b: 'b', c: 'ba' },
    },
    'one name for one field that stands there twice': {
      operation: 'mutation { makeA { id } b makeA { size } }',
      data: { makeA: { id: '1', size: 1 }, b: 'Ab' },
    },
  },
};
