import type { Graph } from '../../harness/graph.ts';

/** Keys of every type of value go to the other subgraph as they came. */
export const valuesOfKeys: Graph = {
  subgraphs: {
    a: `
      scalar Place
      enum Kind { BIG SMALL }
      type Query { all: [Thing!]! odd: [Odd] }
      type Thing @key(fields: "kind number ratio on place maybe") { kind: Kind! number: Int! ratio: Float! on: Boolean! place: Place! maybe: String }
      type Odd @key(fields: "id") { id: ID }`,
    b: `
      scalar Place
      enum Kind { BIG SMALL }
      type Thing @key(fields: "kind number ratio on place maybe") { kind: Kind! number: Int! ratio: Float! on: Boolean! place: Place! maybe: String found: String }
      type Odd @key(fields: "id") { id: ID found: String }`,
  },
  data: {
    Query: { all: ['t1', 't2', 't3'], odd: ['quoted', 'empty', 'letters'] },
    Thing: {
      t1: {
        kind: 'BIG',
        number: -1,
        ratio: 0.1,
        on: true,
        place: { x: [1, 'two', null], y: {} },
        maybe: null,
        found: 'first',
      },
      t2: { kind: 'SMALL', number: 0, ratio: 1e21, on: false, place: [], maybe: '', found: 'second' },
      t3: { kind: 'SMALL', number: 0, ratio: 1e21, on: false, place: {}, maybe: 'null', found: 'third' },
    },
    Odd: {
      quoted: { id: 'a"b\\c\n{$representations}', found: 'quoted' },
      empty: { id: '', found: 'empty' },
      letters: { id: '𝒜é\u2028', found: 'letters' },
    },
  },
  cases: {
    'enums, numbers, booleans, objects and null': {
      operation: '{ all { found } }',
      data: { all: [{ found: 'first' }, { found: 'second' }, { found: 'third' }] },
      calls: { b: 1 },
    },
    'texts with quotes, line ends and letters of all kinds': {
      operation: '{ odd { found id } }',
      data: {
        odd: [
          { found: 'quoted', id: 'a"b\\c\n{$representations}' },
          { found: 'empty', id: '' },
          { found: 'letters', id: '𝒜é ' },
        ],
      },
    },
  },
};
