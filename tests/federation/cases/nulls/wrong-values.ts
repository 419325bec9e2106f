import type { Graph } from '../../harness/graph.ts';

const noReference = 'the subgraph breaks its own schema';
const ANY = /./;

/** Answers of subgraphs that do not fit the schema: each becomes null with an error, nothing of it reaches the client. */
export const wrongValues: Graph = {
  subgraphs: {
    a: `
      enum Kind { A B }
      type Query { int: Int float: Float text: String yes: Boolean id: ID kind: Kind list: [Int] item: Item items: [Item] any: Any must: Int! }
      type Item @key(fields: "id") { id: ID! name: String }
      union Any = Item | Note type Note { text: String }`,
    b: 'type Item @key(fields: "id") { id: ID! size: Int }',
  },
  data: { Query: { item: 'x', items: ['x', 'y'] }, Item: { x: { id: '1', size: 1 }, y: { id: '2', size: 2 } } },
  cases: {
    'a text for an Int': {
      operation: '{ int text }',
      answers: { a: { data: { int: 'one', text: 't' } } },
      data: { int: null, text: 't' },
      errors: [{ message: ANY, path: ['int'] }],
      noReference,
    },
    'a fraction for an Int': {
      operation: '{ int }',
      answers: { a: { data: { int: 1.5 } } },
      data: { int: null },
      errors: [{ message: ANY, path: ['int'] }],
      noReference,
    },
    'an object for a text': {
      operation: '{ text }',
      answers: { a: { data: { text: { secret: 1 } } } },
      data: { text: null },
      errors: [{ message: /^(?!.*secret)/, path: ['text'] }],
      noReference,
    },
    'a text for a Boolean': {
      operation: '{ yes }',
      answers: { a: { data: { yes: 'true' } } },
      data: { yes: null },
      errors: [{ message: ANY, path: ['yes'] }],
      noReference,
    },
    'no value of the enum': {
      operation: '{ kind }',
      answers: { a: { data: { kind: 'C' } } },
      data: { kind: null },
      errors: [{ message: ANY, path: ['kind'] }],
      noReference,
    },
    'one value for a list': {
      operation: '{ list }',
      answers: { a: { data: { list: 1 } } },
      data: { list: null },
      errors: [{ message: ANY, path: ['list'] }],
      noReference,
    },
    'a wrong item of a list': {
      operation: '{ list }',
      answers: { a: { data: { list: [1, [2], 3] } } },
      data: { list: [1, null, 3] },
      errors: [{ message: ANY, path: ['list', 1] }],
      noReference,
    },
    'a text for an object': {
      operation: '{ item { name } }',
      answers: { a: { data: { item: 'x' } } },
      data: { item: null },
      errors: [{ message: ANY, path: ['item'] }],
      noReference,
    },
    'a list for an object': {
      operation: '{ item { name } }',
      answers: { a: { data: { item: [{ name: 'x' }] } } },
      data: { item: null },
      errors: [{ message: ANY, path: ['item'] }],
      noReference,
    },
    'an object for a list of them': {
      operation: '{ items { name } }',
      answers: { a: { data: { items: { name: 'x' } } } },
      data: { items: null },
      errors: [{ message: ANY, path: ['items'] }],
      noReference,
    },
    'a type that the union does not have': {
      operation: '{ any { __typename } }',
      answers: { a: { data: { any: { __typename: 'Query' } } } },
      data: { any: null },
      errors: [{ message: ANY, path: ['any'] }],
      noReference,
    },
    'no type where one is needed': {
      operation: '{ any { ... on Note { text } } }',
      answers: { a: { data: { any: { text: 'x' } } } },
      data: { any: null },
      errors: [{ message: ANY, path: ['any'] }],
      noReference,
    },
    'nothing where something must be': {
      operation: '{ must }',
      answers: { a: { data: {} } },
      data: null,
      errors: [{ message: ANY, path: ['must'] }],
      noReference,
    },
    'more than was asked for': {
      operation: '{ text }',
      answers: { a: { data: { text: 't', secret: 's', ['__proto__']: { x: 1 } } } },
      data: { text: 't' },
      noReference,
    },
    'a number for an ID': { operation: '{ id }', answers: { a: { data: { id: 6 } } }, data: { id: '6' }, noReference },
  },
};
