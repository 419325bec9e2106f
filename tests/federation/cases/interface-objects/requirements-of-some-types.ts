import type { Graph } from '../../harness/graph.ts';

/** Fields of interface objects that require others, asked for on some of the types only. */
export const requirementsOfSomeTypes: Graph = {
  subgraphs: {
    a: `
      type Query { all: [Thing!]! }
      interface Thing @key(fields: "id") { id: ID! weight: Int }
      type Red implements Thing @key(fields: "id") { id: ID! weight: Int }
      type Blue implements Thing @key(fields: "id") { id: ID! weight: Int blue: Int }
      type Green implements Thing @key(fields: "id") { id: ID! weight: Int }`,
    b: `
      type Thing @interfaceObject @key(fields: "id") {
        id: ID! weight: Int @external seen: Int! price: String @requires(fields: "weight")
      }`,
    c: 'type Blue @key(fields: "id") { id: ID! size: Int }',
  },
  data: {
    Query: { all: ['red', 'blue', 'green'] },
    Red: { red: { id: '1', weight: 10, seen: 1 } },
    Blue: { blue: { id: '2', weight: 20, seen: 2, blue: 5, size: 7 } },
    Green: { green: { id: '3', weight: 30, seen: 3 } },
  },
  cases: {
    'of one, beside what is required of another': {
      operation: '{ all { ... on Red { price } ... on Blue { weight blue } } }',
      data: { all: [{ price: 'weight=10' }, { weight: 20, blue: 5 }, {}] },
    },
    'the same with a third subgraph': {
      operation: '{ all { ... on Green { id } ... on Red { price } ... on Blue { weight size } } }',
      data: { all: [{ price: 'weight=10' }, { weight: 20, size: 7 }, { id: '3' }] },
    },
    'of two of three': {
      operation: '{ all { ... on Red { price } ... on Blue { price seen } } }',
      data: { all: [{ price: 'weight=10' }, { price: 'weight=20', seen: 2 }, {}] },
    },
    'of one, beside a field of all': {
      operation: '{ all { seen ... on Blue { price } } }',
      data: { all: [{ seen: 1 }, { seen: 2, price: 'weight=20' }, { seen: 3 }] },
    },
  },
};
