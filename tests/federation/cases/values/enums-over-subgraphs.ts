import type { Graph } from '../../harness/graph.ts';

/** Enums of which no subgraph knows all values: as an answer they are put together, as an argument cut down. */
export const enumsOverSubgraphs: Graph = {
  subgraphs: {
    a: `
      enum State { NEW OPEN }
      enum Unit { CM MM }
      type Query { tasks: [Task!] size(in: Unit!): String }
      type Task @key(fields: "id") { id: ID! state: State history: [[State!]] }`,
    b: `
      enum State { OPEN DONE LOST }
      enum Unit { CM INCH }
      type Task @key(fields: "id") { id: ID! last: State sure: State! wide(in: Unit = CM): String }`,
  },
  data: {
    Query: { tasks: ['one', 'two'], size: ({ in: unit }) => `in ${unit}` },
    Task: {
      one: {
        id: '1',
        state: 'NEW',
        history: [['NEW', 'OPEN'], null, []],
        last: 'DONE',
        sure: 'LOST',
        wide: ({ in: unit }) => unit,
      },
      two: { id: '2', state: null, history: null, last: null, sure: 'OPEN', wide: null },
    },
  },
  cases: {
    'values of both': {
      operation: '{ tasks { state last sure } }',
      data: {
        tasks: [
          { state: 'NEW', last: 'DONE', sure: 'LOST' },
          { state: null, last: null, sure: 'OPEN' },
        ],
      },
    },
    'in lists of lists': {
      operation: '{ tasks { history } }',
      data: { tasks: [{ history: [['NEW', 'OPEN'], null, []] }, { history: null }] },
    },
    'as arguments': {
      operation: 'query ($u: Unit!) { size(in: $u) tasks { wide(in: $u) } }',
      variables: { u: 'CM' },
      data: { size: 'in CM', tasks: [{ wide: 'CM' }, { wide: null }] },
    },
    'a value as an argument that only one knows': {
      operation: 'query ($u: Unit!) { size(in: $u) }',
      variables: { u: 'MM' },
      errors: [{ message: /"MM" does not exist in "Unit" enum/ }],
      noReference: 'refused before it runs',
    },
    'all values, by introspection': {
      operation: '{ __type(name: "State") { enumValues { name } } }',
      data: { __type: { enumValues: [{ name: 'NEW' }, { name: 'OPEN' }, { name: 'DONE' }, { name: 'LOST' }] } },
    },
  },
};
