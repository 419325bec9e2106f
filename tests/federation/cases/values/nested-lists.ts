import type { Graph } from '../../harness/graph.ts';

/** Lists in lists: of values, of entities, of both, with holes at every depth. */
export const nestedLists: Graph = {
  subgraphs: {
    a: `
      type Query { cube: [[[Int]]] grid: [[Cell]] rows: [Row!]! strict: [[Cell!]!] mixed: [[Any]] }
      type Row { cells: [[Cell]!] }
      type Cell @key(fields: "id") { id: ID! near: [[Cell]] }
      union Any = Cell | Row`,
    b: 'type Cell @key(fields: "id") { id: ID! value: Int path: [[Cell!]] tags: [[String]] }',
  },
  data: {
    Query: {
      cube: [[[1, null], null, []], null, [[2]]],
      grid: [['a', null], null, [], ['b', 'a']],
      rows: [{ cells: [['a'], ['b', null]] }, { cells: null }, { cells: [[]] }],
      strict: [['a', 'b'], []],
      mixed: [['a', { __typename: 'Row', cells: [['b']] }], null, [null]],
    },
    Cell: {
      a: { id: '1', near: [['b'], null, [null, 'a']], value: 10, path: [['b', 'b']], tags: [['x', null], null] },
      b: { id: '2', near: null, value: null, path: [], tags: null },
    },
  },
  cases: {
    'of numbers': { operation: '{ cube }', data: { cube: [[[1, null], null, []], null, [[2]]] } },
    'of entities': {
      operation: '{ grid { value } }',
      data: { grid: [[{ value: 10 }, null], null, [], [{ value: null }, { value: 10 }]] },
    },
    'of lists of objects with lists of entities': {
      operation: '{ rows { cells { value tags } } }',
      data: {
        rows: [
          { cells: [[{ value: 10, tags: [['x', null], null] }], [{ value: null, tags: null }, null]] },
          { cells: null },
          { cells: [[]] },
        ],
      },
    },
    'that hold no nulls': {
      operation: '{ strict { value } }',
      data: { strict: [[{ value: 10 }, { value: null }], []] },
    },
    'of a union': {
      operation: '{ mixed { ... on Cell { value } ... on Row { cells { value } } } }',
      data: { mixed: [[{ value: 10 }, { cells: [[{ value: null }]] }], null, [null]] },
    },
    'below entities below lists': {
      operation: '{ grid { near { path { value near { value } } } } }',
      data: {
        grid: [
          [
            {
              near: [
                [{ path: [] }],
                null,
                [
                  null,
                  {
                    path: [
                      [
                        { value: null, near: null },
                        { value: null, near: null },
                      ],
                    ],
                  },
                ],
              ],
            },
            null,
          ],
          null,
          [],
          [
            { near: null },
            {
              near: [
                [{ path: [] }],
                null,
                [
                  null,
                  {
                    path: [
                      [
                        { value: null, near: null },
                        { value: null, near: null },
                      ],
                    ],
                  },
                ],
              ],
            },
          ],
        ],
      },
    },
    'of other lists beside them': {
      operation: '{ grid { value } strict { path { id } } cube }',
      data: {
        grid: [[{ value: 10 }, null], null, [], [{ value: null }, { value: 10 }]],
        strict: [[{ path: [[{ id: '2' }, { id: '2' }]] }, { path: [] }], []],
        cube: [[[1, null], null, []], null, [[2]]],
      },
    },
  },
};
