import type { Graph } from '../../harness/graph.ts';

const noReference = 'the subgraph refuses on purpose';

/** Subgraphs that answer a whole operation with errors, with or without data and paths. */
export const refusedFetches: Graph = {
  subgraphs: {
    a: 'type Query { me: User users: [User!] count: Int } type User @key(fields: "id") { id: ID! name: String }',
    b: 'type Query { other: Int more: Int } type User @key(fields: "id") { id: ID! age: Int }',
  },
  data: {
    Query: { me: 'ann', users: ['ann', 'bob', 'ann'], count: 1 },
    User: { ann: { id: '1', name: 'Ann', age: 30 }, bob: { id: '2', name: 'Bob', age: 40 } },
  },
  cases: {
    'an error without a path, and no data': {
      operation: '{ count other }',
      answers: { b: { data: null, errors: [{ message: 'Not you.' }] } },
      data: { count: 1, other: null },
      errors: [{ message: 'Not you.', path: ['other'] }],
      errorsMayStandAbove: true,
      noReference,
    },
    'an error without a path, of several fields: it stands there once': {
      operation: '{ count other more }',
      answers: { b: { data: { other: null, more: null }, errors: [{ message: 'Not you.' }] } },
      data: { count: 1, other: null, more: null },
      errors: [{ message: 'Not you.' }],
      noReference,
    },
    'errors with paths that are none': {
      operation: '{ count other }',
      answers: {
        b: {
          data: { other: null },
          errors: [
            { message: 'a number', path: 7 },
            { message: 'an object', path: {} },
            { message: 'a list of lists', path: [['other']] },
            { message: 'nothing', path: null },
            { message: 'empty', path: [] },
          ],
        },
      },
      data: { count: 1, other: null },
      errors: [
        { message: 'a number', path: ['other'] },
        { message: 'an object', path: ['other'] },
        { message: 'a list of lists', path: ['other'] },
        { message: 'nothing', path: ['other'] },
        { message: 'empty', path: ['other'] },
      ],
      noReference,
    },
    'a list of no errors': {
      operation: '{ other }',
      answers: { b: { data: { other: 2 }, errors: [] } },
      data: { other: 2 },
    },
    'null for errors': {
      operation: '{ other }',
      answers: { b: { data: { other: 2 }, errors: null } },
      data: { other: 2 },
    },
    'errors and not even data that are null': {
      operation: '{ count other me { age } }',
      answers: { b: { errors: [{ message: 'Who are you?', extensions: { code: 'UNAUTHENTICATED' } }] } },
      data: { count: 1, other: null, me: { age: null } },
      errors: [
        { message: 'Who are you?', path: ['other'] },
        { message: 'Who are you?', path: ['me'] },
      ],
      noReference,
    },
    'such errors that are no matter of clients': {
      operation: '{ count other }',
      answers: { b: { errors: [{ message: 'No field other.', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] } },
      data: { count: 1, other: null },
      errors: [{ message: 'b does not answer', path: ['other'] }],
      noReference,
    },
    'entities with null fields, and errors of nowhere': {
      operation: '{ me { name age } }',
      answers: {
        b: {
          data: { _entities: [{ age: null }] },
          errors: [
            { message: 'empty', path: [] },
            { message: 'a field', path: ['age'] },
            { message: 'a text', path: '_entities' },
            { message: 'of a merged fetch', path: ['_0'] },
          ],
        },
      },
      data: { me: { name: 'Ann', age: null } },
      errors: [
        { message: 'empty', path: ['me', 'age'] },
        { message: 'a field', path: ['me', 'age'] },
        { message: 'a text', path: ['me', 'age'] },
        { message: 'of a merged fetch', path: ['me', 'age'] },
      ],
      errorsMayStandAbove: true,
      noReference,
    },
    'of an entity, with an empty path': {
      operation: '{ me { name age } }',
      answers: { b: { data: null, errors: [{ message: 'Not you.', path: [] }] } },
      data: { me: { name: 'Ann', age: null } },
      errors: [{ message: 'Not you.', path: ['me', 'age'] }],
      errorsMayStandAbove: true,
      noReference,
    },
    'of an entity, without a path': {
      operation: '{ me { name age } }',
      answers: { b: { data: null, errors: [{ message: 'Not you.' }] } },
      data: { me: { name: 'Ann', age: null } },
      errors: [{ message: 'Not you.', path: ['me', 'age'] }],
      errorsMayStandAbove: true,
      noReference,
    },
    'no entity at all where there are two': {
      operation: '{ users { name age } }',
      answers: { b: { data: { _entities: [] } } },
      data: {
        users: [
          { name: 'Ann', age: null },
          { name: 'Bob', age: null },
          { name: 'Ann', age: null },
        ],
      },
      errors: [
        { message: /./, path: ['users', 0, 'age'] },
        { message: /./, path: ['users', 1, 'age'] },
        { message: /./, path: ['users', 2, 'age'] },
      ],
      errorsMayStandAbove: true,
      noReference,
    },
    'entities that are no objects': {
      operation: '{ me { name age } }',
      answers: { b: { data: { _entities: ['ann'] } } },
      data: { me: { name: 'Ann', age: null } },
      errors: [{ message: /./, path: ['me', 'age'] }],
      errorsMayStandAbove: true,
      noReference,
    },
    'an error at the second of two entities': {
      operation: '{ users { age } }',
      answers: {
        b: {
          data: { _entities: [{ __typename: 'User', age: 30 }, null] },
          errors: [{ message: 'gone', path: ['_entities', 1] }],
        },
      },
      data: { users: [{ age: 30 }, { age: null }, { age: 30 }] },
      errors: [{ message: 'gone', path: ['users', 1, 'age'] }],
      errorsMayStandAbove: true,
      noReference,
    },
  },
};
