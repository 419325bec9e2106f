import type { Graph } from '../../harness/graph.ts';

/** A requirement that has requirements: each step waits for the one before. */
export const chainsOfRequirements: Graph = {
  subgraphs: {
    a: `
      type Query { item: Item items: [Item!] }
      type Item @key(fields: "id") { id: ID! base: Int next: Item c2: String @external e: String @requires(fields: "c2") }`,
    b: 'type Item @key(fields: "id") { id: ID! base: Int @external b1: String @requires(fields: "base") }',
    c: `
      type Item @key(fields: "id") {
        id: ID! b1: String @external base: Int @external
        c1: String @requires(fields: "b1") c2: String @requires(fields: "b1 base")
      }`,
    d: `
      type Item @key(fields: "id") {
        id: ID! c1: String @external b1: String @external next: Item @external
        d: String @requires(fields: "c1 b1") far: String @requires(fields: "next { next { id } b1 }")
      }`,
  },
  data: {
    Query: { item: 'x', items: ['x', 'y'] },
    Item: {
      x: { id: '1', base: 1, next: 'y' },
      y: { id: '2', base: 2, next: 'z' },
      z: { id: '3', base: null, next: null },
    },
  },
  cases: {
    'two steps': { operation: '{ item { c1 } }', data: { item: { c1: 'b1=base=1' } } },
    'three steps, one of them skipped by another': {
      operation: '{ items { d } }',
      data: { items: [{ d: 'c1=b1=base=1 b1=base=1' }, { d: 'c1=b1=base=2 b1=base=2' }] },
      calls: { a: 1, b: 1, c: 1, d: 1 },
    },
    'out and back to the first subgraph': {
      operation: '{ items { e } }',
      data: { items: [{ e: 'c2=b1=base=1 base=1' }, { e: 'c2=b1=base=2 base=2' }] },
    },
    'through another entity, of which a field is computed too': {
      operation: '{ items { far } }',
      data: { items: [{ far: 'next={next={id=3} b1=base=2}' }, { far: 'next={next=null b1=base=null}' }] },
    },
    'of entities inside entities': {
      operation: '{ item { d next { d next { c1 d } } } }',
      data: {
        item: {
          d: 'c1=b1=base=1 b1=base=1',
          next: { d: 'c1=b1=base=2 b1=base=2', next: { c1: 'b1=base=null', d: 'c1=b1=base=null b1=base=null' } },
        },
      },
    },
    everything: {
      operation: '{ items { b1 c1 c2 d e far next { e } } }',
      data: {
        items: [
          {
            b1: 'base=1',
            c1: 'b1=base=1',
            c2: 'b1=base=1 base=1',
            d: 'c1=b1=base=1 b1=base=1',
            e: 'c2=b1=base=1 base=1',
            far: 'next={next={id=3} b1=base=2}',
            next: { e: 'c2=b1=base=2 base=2' },
          },
          {
            b1: 'base=2',
            c1: 'b1=base=2',
            c2: 'b1=base=2 base=2',
            d: 'c1=b1=base=2 b1=base=2',
            e: 'c2=b1=base=2 base=2',
            far: 'next={next=null b1=base=null}',
            next: { e: 'c2=b1=base=null base=null' },
          },
        ],
      },
    },
  },
};
