import type { Graph } from '../../harness/graph.ts';

/** Scalars that the engine knows by name only: their values pass as they are. */
export const customScalars: Graph = {
  subgraphs: {
    a: `
      scalar JSON scalar Long @specifiedBy(url: "https://example.com/long")
      type Query { box: Box boxes: [Box] any: JSON long: Long }
      type Box @key(fields: "id") { id: ID! json: JSON list: [JSON] must: JSON! next(with: JSON): Box }`,
    b: `
      scalar JSON
      type Box @key(fields: "id") { id: ID! json: JSON @external more: JSON @requires(fields: "json") grid: [[JSON!]!] }`,
  },
  data: {
    Query: { box: 'x', boxes: ['x', null, 'y'], any: [[], {}, null, 'x', 1.5, false], long: 9007199254740991 },
    Box: {
      x: {
        id: '1',
        json: { id: 9, __typename: 'No', b: [1], a: null },
        list: [null, 1, 'x', { y: [] }],
        must: false,
        next: 'y',
        more: (_, { required }) => ({ was: required['json'] }),
        grid: [[1, 'x'], [{}]],
      },
      y: {
        id: '2',
        json: null,
        list: [],
        must: '',
        next: null,
        more: (_, { required }) => required['json'],
        grid: null,
      },
    },
  },
  cases: {
    'of every form': {
      operation: '{ any long box { json list must } }',
      data: {
        any: [[], {}, null, 'x', 1.5, false],
        long: 9007199254740991,
        box: { json: { id: 9, __typename: 'No', b: [1], a: null }, list: [null, 1, 'x', { y: [] }], must: false },
      },
    },
    'objects that look like entities stay whole': {
      operation: '{ boxes { json more id } }',
      data: {
        boxes: [
          {
            json: { id: 9, __typename: 'No', b: [1], a: null },
            more: { was: { id: 9, __typename: 'No', b: [1], a: null } },
            id: '1',
          },
          null,
          { json: null, more: null, id: '2' },
        ],
      },
    },
    'required, and given back': {
      operation: '{ box { more } }',
      data: { box: { more: { was: { id: 9, __typename: 'No', b: [1], a: null } } } },
    },
    'lists of lists of them': {
      operation: '{ boxes { grid } }',
      data: { boxes: [{ grid: [[1, 'x'], [{}]] }, null, { grid: null }] },
    },
    'as an argument of a field in the way': {
      operation: '{ box { next(with: { a: [1, null, B] }) { more must } } }',
      data: { box: { next: { more: null, must: '' } } },
    },
    'under the names of keys': {
      operation: '{ boxes { id: json json: id more } }',
      data: {
        boxes: [
          {
            id: { id: 9, __typename: 'No', b: [1], a: null },
            json: '1',
            more: { was: { id: 9, __typename: 'No', b: [1], a: null } },
          },
          null,
          { id: null, json: '2', more: null },
        ],
      },
    },
  },
};
