import type { Graph } from '../../harness/graph.ts';

/** Names that the client chooses, where nothing of the engine is in the way. */
export const aliases: Graph = {
  subgraphs: {
    a: `
      type Query { item(id: ID!): Item }
      type Item @key(fields: "id") { id: ID! name: String part(no: Int): Item }`,
    b: 'type Item @key(fields: "id") { id: ID! size(unit: String): String twin: Item }',
  },
  data: {
    Query: { item: ({ id }) => id },
    Item: {
      x: {
        id: 'x',
        name: 'X',
        part: ({ no }) => (no === 1 ? 'y' : 'z'),
        size: ({ unit = '' }) => `1${unit}`,
        twin: 'z',
      },
      y: { id: 'y', name: 'Y', part: null, size: ({ unit }) => `2${unit}`, twin: 'x' },
      z: { id: 'z', name: 'Z', part: 'x', size: null, twin: null },
    },
  },
  cases: {
    'one root field many times': {
      operation: '{ a: item(id: "x") { name } b: item(id: "y") { name size(unit: "m") } item(id: "z") { id } }',
      data: { a: { name: 'X' }, b: { name: 'Y', size: '2m' }, item: { id: 'z' } },
    },
    'one field of the other subgraph many times': {
      operation: '{ item(id: "x") { m: size(unit: "m") cm: size(unit: "cm") size } }',
      data: { item: { m: '1m', cm: '1cm', size: '1' } },
    },
    'one object many times, with other fields in each': {
      operation:
        '{ item(id: "x") { one: part(no: 1) { m: size(unit: "m") } two: part(no: 2) { cm: size(unit: "cm") twin { id } } part { name } } }',
      data: { item: { one: { m: '2m' }, two: { cm: null, twin: null }, part: { name: 'Z' } } },
    },
    'one name for different things at different places': {
      operation: '{ item: item(id: "x") { item: part(no: 1) { item: twin { item: size(unit: "k") } } } }',
      data: { item: { item: { item: { item: '1k' } } } },
    },
    'the names of fields for their neighbours': {
      operation:
        '{ item(id: "x") { name: size(unit: "m") size: name twin: part(no: 1) { name: id } part: twin { id: name } } }',
      data: { item: { name: '1m', size: 'X', twin: { name: 'y' }, part: { id: 'Z' } } },
    },
    'in error paths and with null': {
      operation: '{ a: item(id: "z") { b: twin { c: size } d: size(unit: "x") } }',
      data: { a: { b: null, d: null } },
    },
  },
};
