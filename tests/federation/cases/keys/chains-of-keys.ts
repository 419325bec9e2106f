import type { Graph } from '../../harness/graph.ts';

/** From one key to the next: what a subgraph is asked by has to be fetched from another first. */
export const chainsOfKeys: Graph = {
  subgraphs: {
    start: `
      type Query { item: Item items: [Item] grid: [[Item]] }
      type Item @key(fields: "a") { a: ID! }`,
    one: 'type Item @key(fields: "a") @key(fields: "b") { a: ID! b: ID! inOne: Int }',
    two: 'type Item @key(fields: "b") @key(fields: "c { d }") { b: ID! c: Code inTwo: Int } type Code @shareable { d: ID! }',
    three: 'type Item @key(fields: "c { d }") { c: Code inThree: Int } type Code @shareable { d: ID! }',
  },
  data: {
    Query: { item: 'x', items: ['x', null, 'y', 'lost', 'x'], grid: [['x', 'y'], null, [null, 'x'], []] },
    Item: {
      x: { a: 'xa', b: 'xb', c: { d: 'xc' }, inOne: 1, inTwo: 2, inThree: 3 },
      y: { a: 'ya', b: 'yb', c: { d: 'yc' }, inOne: 10, inTwo: 20, inThree: 30 },
      lost: { a: 'la', b: 'lb', c: null, inOne: 100, inTwo: 200, inThree: null },
    },
  },
  cases: {
    'three hops for one field': {
      operation: '{ item { inThree } }',
      data: { item: { inThree: 3 } },
      calls: { start: 1, one: 1, two: 1, three: 1 },
    },
    'fields on the way': {
      operation: '{ item { inThree inOne inTwo } }',
      data: { item: { inThree: 3, inOne: 1, inTwo: 2 } },
      calls: { one: 1, two: 1, three: 1 },
    },
    'over a list with nulls and repetitions': {
      operation: '{ items { inThree a } }',
      data: {
        items: [
          { inThree: 3, a: 'xa' },
          null,
          { inThree: 30, a: 'ya' },
          { inThree: null, a: 'la' },
          { inThree: 3, a: 'xa' },
        ],
      },
    },
    'over lists in lists': {
      operation: '{ grid { inThree inOne } }',
      data: {
        grid: [
          [
            { inThree: 3, inOne: 1 },
            { inThree: 30, inOne: 10 },
          ],
          null,
          [null, { inThree: 3, inOne: 1 }],
          [],
        ],
      },
    },
    'the last key is null': {
      operation: '{ items { c { d } inTwo inThree } }',
      data: {
        items: [
          { c: { d: 'xc' }, inTwo: 2, inThree: 3 },
          null,
          { c: { d: 'yc' }, inTwo: 20, inThree: 30 },
          { c: null, inTwo: 200, inThree: null },
          { c: { d: 'xc' }, inTwo: 2, inThree: 3 },
        ],
      },
    },
    'a key on the way that the client asks for under another name': {
      operation: '{ item { second: b inThree b: a } }',
      data: { item: { second: 'xb', inThree: 3, b: 'xa' } },
    },
  },
};
