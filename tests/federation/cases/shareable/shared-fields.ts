import type { Graph } from '../../harness/graph.ts';

/** Fields that several subgraphs answer alike: any of them may, and none is asked for nothing. */
export const sharedFields: Graph = {
  subgraphs: {
    a: `
      type Query { here: Place @shareable both: Thing @shareable onlyA: Thing }
      type Place @shareable { x: Int y: Int }
      type Thing @key(fields: "id") { id: ID! name: String @shareable inA: Int at: Place @shareable list: [Place!] @shareable }`,
    b: `
      type Query { here: Place @shareable both: Thing @shareable onlyB: Thing }
      type Place @shareable { x: Int y: Int z: Int }
      type Thing @key(fields: "id") { id: ID! name: String @shareable inB: Int at: Place @shareable list: [Place!] @shareable }`,
  },
  data: {
    Query: { here: { x: 1, y: 2, z: 3 }, both: 't', onlyA: 't', onlyB: 'u' },
    Thing: {
      t: {
        id: '1',
        name: 'T',
        inA: 1,
        inB: 2,
        at: { x: 4, y: 5, z: 6 },
        list: [
          { x: 7, y: 8, z: 9 },
          { x: 0, y: 0, z: 0 },
        ],
      },
      u: { id: '2', name: 'U', inA: 3, inB: 4, at: null, list: [] },
    },
  },
  cases: {
    'of a value, from one of them': { operation: '{ here { x y } }', data: { here: { x: 1, y: 2 } } },
    'of a value that only one knows whole': { operation: '{ here { z x } }', data: { here: { z: 3, x: 1 } } },
    'where the entity is: nobody else is asked': {
      operation: '{ onlyA { name at { x } } }',
      data: { onlyA: { name: 'T', at: { x: 4 } } },
      calls: { a: 1, b: 0 },
    },
    'a value half here, half there': {
      operation: '{ onlyA { at { x z } inA } }',
      data: { onlyA: { at: { x: 4, z: 6 }, inA: 1 } },
    },
    'values in a list, half here, half there': {
      operation: '{ onlyA { list { z y } inB } }',
      data: {
        onlyA: {
          list: [
            { z: 9, y: 8 },
            { z: 0, y: 0 },
          ],
          inB: 2,
        },
      },
    },
    'from both sides': {
      operation: '{ both { inA inB name } onlyB { inA name at { z } } }',
      data: { both: { inA: 1, inB: 2, name: 'T' }, onlyB: { inA: 3, name: 'U', at: null } },
    },
    'under names that change places': {
      operation: '{ onlyA { at { x: z z: x y: y } name: id id: name } }',
      data: { onlyA: { at: { x: 6, z: 4, y: 5 }, name: '1', id: 'T' } },
    },
  },
};
