import type { Graph } from '../../harness/graph.ts';

/** A field that moved: the subgraph it moved from is not asked any more. */
export const overriddenFields: Graph = {
  subgraphs: {
    old: `
      type Query { item: Item items: [Item!] moved: String }
      type Item @key(fields: "id") { id: ID! name: String price: Int tag: Tag } type Tag @shareable { text: String }`,
    new: `
      type Query { moved: String @override(from: "old") }
      type Item @key(fields: "id") {
        id: ID! name: String @override(from: "old") tag: Tag @override(from: "old") note: String @requires(fields: "price") price: Int @external
      }
      type Tag @shareable { text: String }`,
  },
  data: {
    Query: { item: 'x', items: ['x', 'y'], moved: 'right' },
    Item: {
      x: { id: '1', name: 'X', price: 10, tag: { text: 'tx' } },
      y: { id: '2', name: 'Y', price: 20, tag: null },
    },
  },
  beliefs: { old: { 'Query.moved': 'stale', 'Item.name': 'stale', 'Item.tag': { text: 'stale' } } },
  cases: {
    'of an entity': { operation: '{ item { name price } }', data: { item: { name: 'X', price: 10 } } },
    'over a list': {
      operation: '{ items { name id } }',
      data: {
        items: [
          { name: 'X', id: '1' },
          { name: 'Y', id: '2' },
        ],
      },
      calls: { old: 1, new: 1 },
    },
    'of a root type': { operation: '{ moved }', data: { moved: 'right' }, calls: { old: 0, new: 1 } },
    'with an object below': {
      operation: '{ items { tag { text } } }',
      data: { items: [{ tag: { text: 'tx' } }, { tag: null }] },
    },
    'beside one that requires': {
      operation: '{ items { note name } }',
      data: {
        items: [
          { note: 'price=10', name: 'X' },
          { note: 'price=20', name: 'Y' },
        ],
      },
    },
    'under the name of another': {
      operation: '{ item { price: name name: price tag: note } }',
      data: { item: { price: 'X', name: 10, tag: 'price=10' } },
    },
  },
};
