import type { Graph } from '../../harness/graph.ts';

/** A requirement's requirement lives where the third subgraph is, and the operation begins in the second. */
export const chainsFromTheMiddle: Graph = {
  subgraphs: {
    middle: `
      type Query { item: Item items: [Item] }
      type Mutation { make: Item }
      type Item @key(fields: "id") { id: ID! second: String @requires(fields: "first") first: Int @external }`,
    ends: `
      type Query { other: Item }
      type Item @key(fields: "id") { id: ID! first: Int third: String @requires(fields: "second") second: String @external }`,
    far: `
      type Item @key(fields: "id") {
        id: ID! first: Int @external second: String @external third: String @external
        both: String @requires(fields: "second first") every: String @requires(fields: "third second first")
      }`,
  },
  beliefs: { middle: { 'Item.first': -1 } },
  data: {
    Query: { item: 'x', items: ['x', null, 'y'], other: 'y' },
    Mutation: { make: 'x' },
    Item: { x: { id: '1', first: 5 }, y: { id: '2', first: null } },
  },
  cases: {
    'the last': { operation: '{ item { third } }', data: { item: { third: 'second=first=5' } } },
    'the middle alone': {
      operation: '{ items { second } }',
      data: { items: [{ second: 'first=5' }, null, { second: 'first=null' }] },
    },
    'the last and the middle': {
      operation: '{ items { third second } }',
      data: {
        items: [
          { third: 'second=first=5', second: 'first=5' },
          null,
          { third: 'second=first=null', second: 'first=null' },
        ],
      },
    },
    'all three': {
      operation: '{ item { first second third } }',
      data: { item: { first: 5, second: 'first=5', third: 'second=first=5' } },
    },
    'a third subgraph that requires both': {
      operation: '{ item { both } }',
      data: { item: { both: 'second=first=5 first=5' } },
    },
    'a third subgraph that requires both, and what it requires': {
      operation: '{ items { both first second } }',
      data: {
        items: [
          { both: 'second=first=5 first=5', first: 5, second: 'first=5' },
          null,
          { both: 'second=first=null first=null', first: null, second: 'first=null' },
        ],
      },
    },
    'a third subgraph that requires all three': {
      operation: '{ item { every } }',
      data: { item: { every: 'third=second=first=5 second=first=5 first=5' } },
    },
    'a third subgraph, from the other end': {
      operation: '{ other { both every } }',
      data: {
        other: { both: 'second=first=null first=null', every: 'third=second=first=null second=first=null first=null' },
      },
    },
    'a third subgraph, in a mutation': {
      operation: 'mutation { make { both first every } }',
      data: {
        make: { both: 'second=first=5 first=5', first: 5, every: 'third=second=first=5 second=first=5 first=5' },
      },
    },
    'from the other end': {
      operation: '{ other { third second } }',
      data: { other: { third: 'second=first=null', second: 'first=null' } },
    },
    'in a mutation': { operation: 'mutation { make { third } }', data: { make: { third: 'second=first=5' } } },
  },
};
