import type { Graph } from '../../harness/graph.ts';

/** Types that narrow what their interface says: an interface's field of an interface is a type's field of a type. */
export const covariantFields: Graph = {
  subgraphs: {
    a: `
      type Query { node: Node nodes: [Node!]! }
      interface Node { id: ID! parent: Node children: [Node] }
      type Folder implements Node @key(fields: "id") { id: ID! parent: Folder children: [Node!]! name: String }
      type File implements Node @key(fields: "id") { id: ID! parent: Folder! children: [File!] }`,
    b: `
      interface Sized { size: Int! }
      type Folder implements Sized @key(fields: "id") { id: ID! size: Int! }
      type File implements Sized @key(fields: "id") { id: ID! size: Int! lines: Int }`,
  },
  data: {
    Query: { node: 'notes', nodes: ['root', 'notes'] },
    Folder: {
      root: { id: '/', parent: null, children: ['notes', 'sub'], name: 'root', size: 9 },
      sub: { id: '/s', parent: 'root', children: [], name: 'sub', size: 0 },
    },
    File: { notes: { id: '/n', parent: 'root', children: null, size: 9, lines: 3 } },
  },
  cases: {
    'through the interface': {
      operation: '{ nodes { parent { id children { id } } } }',
      data: { nodes: [{ parent: null }, { parent: { id: '/', children: [{ id: '/n' }, { id: '/s' }] } }] },
    },
    'narrowed by a fragment': {
      operation:
        '{ nodes { ... on File { parent { name size } } ... on Folder { children { ... on Sized { size } } } } }',
      data: { nodes: [{ children: [{ size: 9 }, { size: 0 }] }, { parent: { name: 'root', size: 9 } }] },
    },
    'both ways in one answer': {
      operation:
        '{ node { parent { __typename } ... on File { up: parent { size name children { id ... on File { lines } } } } } }',
      data: {
        node: {
          parent: { __typename: 'Folder' },
          up: { size: 9, name: 'root', children: [{ id: '/n', lines: 3 }, { id: '/s' }] },
        },
      },
    },
    'an interface that only the other subgraph has': {
      operation: '{ nodes { id ... on Sized { size } } }',
      data: {
        nodes: [
          { id: '/', size: 9 },
          { id: '/n', size: 9 },
        ],
      },
    },
  },
};
