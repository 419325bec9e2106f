import type { Graph } from '../../harness/graph.ts';

const ANY = /./;
/** Whether one error tells of a subgraph, or one for each field that is missing, is left to the engine. */
const errorsMayStandAbove = true;

/** A subgraph that does not answer takes away its own fields, with an error for them, and no others. */
export const subgraphsThatAreDown: Graph = {
  subgraphs: {
    a: `
      type Query { me: User users: [User!] count: Int }
      type Mutation { addA: Int }
      type User @key(fields: "id") { id: ID! name: String }`,
    b: `
      type Query { other: Int list: [User] }
      type Mutation { addB: Int }
      type User @key(fields: "id") { id: ID! age: Int must: Int! weight: Int }`,
    c: 'type User @key(fields: "id") { id: ID! weight: Int @external size: String @requires(fields: "weight") height: Int }',
  },
  data: {
    Query: { me: 'ann', users: ['ann', 'bob'], count: 2, other: 3, list: ['bob'] },
    Mutation: { addA: 1, addB: 2 },
    User: {
      ann: { id: '1', name: 'Ann', age: 30, must: 1, weight: 60, height: 170 },
      bob: { id: '2', name: 'Bob', age: 40, must: 2, weight: 70, height: 180 },
    },
  },
  cases: {
    'a root field': {
      operation: '{ count other }',
      errorsMayStandAbove,
      down: ['b'],
      data: { count: 2, other: null },
      errors: [{ message: ANY, path: ['other'] }],
    },
    'root fields under other names': {
      operation: '{ x: other y: list { id } count }',
      errorsMayStandAbove,
      down: ['b'],
      data: { x: null, y: null, count: 2 },
      errors: [
        { message: ANY, path: ['x'] },
        { message: ANY, path: ['y'] },
      ],
    },
    'all of them': {
      operation: '{ count other }',
      errorsMayStandAbove,
      down: ['a', 'b'],
      data: { count: null, other: null },
      errors: [
        { message: ANY, path: ['count'] },
        { message: ANY, path: ['other'] },
      ],
    },
    'fields of an entity': {
      operation: '{ me { name age } }',
      errorsMayStandAbove,
      down: ['b'],
      data: { me: { name: 'Ann', age: null } },
      errors: [{ message: ANY, path: ['me', 'age'] }],
    },
    'fields of entities in a list': {
      operation: '{ users { name age } }',
      errorsMayStandAbove,
      down: ['b'],
      data: {
        users: [
          { name: 'Ann', age: null },
          { name: 'Bob', age: null },
        ],
      },
      errors: [
        { message: ANY, path: ['users', 0, 'age'] },
        { message: ANY, path: ['users', 1, 'age'] },
      ],
    },
    'a field that must not be null': {
      operation: '{ me { name must } count }',
      errorsMayStandAbove,
      down: ['b'],
      data: { me: null, count: 2 },
      errors: [{ message: ANY, path: ['me', 'must'] }],
    },
    'what another requires: it is not asked': {
      operation: '{ me { name size } }',
      errorsMayStandAbove,
      down: ['b'],
      data: { me: { name: 'Ann', size: null } },
      errors: [{ message: ANY, path: ['me', 'size'] }],
      calls: { c: 0 },
    },
    'the one that requires': {
      operation: '{ me { age size } }',
      errorsMayStandAbove,
      down: ['c'],
      data: { me: { age: 30, size: null } },
      errors: [{ message: ANY, path: ['me', 'size'] }],
    },
    'one of two': {
      operation: '{ users { age height } }',
      errorsMayStandAbove,
      down: ['c'],
      data: {
        users: [
          { age: 30, height: null },
          { age: 40, height: null },
        ],
      },
      errors: [
        { message: ANY, path: ['users', 0, 'height'] },
        { message: ANY, path: ['users', 1, 'height'] },
      ],
    },
    'nothing of it is asked': {
      operation: '{ me { name } }',
      errorsMayStandAbove,
      down: ['b', 'c'],
      data: { me: { name: 'Ann' } },
    },
    'a mutation: the next one runs': {
      operation: 'mutation { addB addA }',
      errorsMayStandAbove,
      down: ['b'],
      data: { addB: null, addA: 1 },
      errors: [{ message: ANY, path: ['addB'] }],
    },
  },
};
