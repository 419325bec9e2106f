import type { Graph } from '../../harness/graph.ts';

/** Interface objects with two keys, below values, shared between two subgraphs. */
export const objectsWithSeveralKeys: Graph = {
  subgraphs: {
    core: `
      type Query { nodes: [Node!] box: Box }
      interface Node @key(fields: "id") @key(fields: "code") { id: ID! code: String! }
      type User implements Node @key(fields: "id") @key(fields: "code") { id: ID! code: String! name: String }
      type Group implements Node @key(fields: "id") @key(fields: "code") { id: ID! code: String! members: [Node] }
      type Box { inside: Node }`,
    likes: `
      type Query { liked: Node }
      type Node @interfaceObject @key(fields: "code") { code: String! likes: Int size: Int @shareable }`,
    sizes: `
      type Query { largest: [[Node]] }
      type Node @interfaceObject @key(fields: "id") { id: ID! size: Int @shareable near: Node }`,
  },
  data: {
    Query: { nodes: ['ann', 'all'], box: { inside: 'all' }, liked: 'ann', largest: [['all', null], ['ann']] },
    User: { ann: { id: '1', code: 'u', name: 'Ann', likes: 3, size: 1, near: 'all' } },
    Group: { all: { id: '2', code: 'g', members: ['ann', null, 'all'], likes: 4, size: 2, near: null } },
  },
  cases: {
    'each by its own key': {
      operation: '{ nodes { likes size } }',
      data: {
        nodes: [
          { likes: 3, size: 1 },
          { likes: 4, size: 2 },
        ],
      },
    },
    'below a value': {
      operation: '{ box { inside { likes ... on Group { members { likes } } } } }',
      data: { box: { inside: { likes: 4, members: [{ likes: 3 }, null, { likes: 4 }] } } },
    },
    'from one such subgraph to the other': {
      operation: '{ liked { near { likes } } }',
      data: { liked: { near: { likes: 4 } } },
    },
    'in lists of lists': {
      operation: '{ largest { __typename likes ... on User { name } } }',
      data: { largest: [[{ __typename: 'Group', likes: 4 }, null], [{ __typename: 'User', likes: 3, name: 'Ann' }]] },
    },
    'types by their fragments': {
      operation: '{ liked { ... on User { near { ... on Group { members { __typename size } } } } } }',
      data: { liked: { near: { members: [{ __typename: 'User', size: 1 }, null, { __typename: 'Group', size: 2 }] } } },
    },
  },
};
