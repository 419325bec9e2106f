import type { Graph } from '../../harness/graph.ts';

/** Objects without keys, of abstract types, with entities below them. */
export const valuesWithEntitiesInside: Graph = {
  subgraphs: {
    a: `
      type Query { search(text: String): [Result] page: Page }
      union Result = Hit | Miss
      type Hit { score: Float of: Thing page: Page } type Miss { hint: String near: [Thing!] }
      interface Page { items: [Thing] next: Page }
      type Short implements Page { items: [Thing] next: Page } type Long implements Page { items: [Thing] next: Page count: Int }
      type Thing @key(fields: "id") { id: ID! }`,
    b: 'type Thing @key(fields: "id") { id: ID! name: String like: Thing }',
  },
  data: {
    Query: {
      search: ({ text }) => [
        { __typename: 'Hit', score: 1, of: 't', page: { __typename: 'Short', items: ['u'], next: null } },
        { __typename: 'Miss', hint: text, near: ['u', 't'] },
        null,
        { __typename: 'Hit', score: 0.5, of: null, page: null },
      ],
      page: {
        __typename: 'Short',
        items: ['t', null],
        next: {
          __typename: 'Long',
          items: ['u'],
          count: 1,
          next: { __typename: 'Long', items: null, count: 0, next: null },
        },
      },
    },
    Thing: { t: { id: '1', name: 'T', like: 'u' }, u: { id: '2', name: 'U', like: null } },
  },
  cases: {
    'of a union': {
      operation: '{ search(text: "x") { ... on Hit { of { name } score } ... on Miss { near { name } hint } } }',
      data: {
        search: [
          { of: { name: 'T' }, score: 1 },
          { near: [{ name: 'U' }, { name: 'T' }], hint: 'x' },
          null,
          { of: null, score: 0.5 },
        ],
      },
    },
    'of an interface, one below the other': {
      operation: '{ page { items { name } next { items { name } next { items { name } ... on Long { count } } } } }',
      data: {
        page: { items: [{ name: 'T' }, null], next: { items: [{ name: 'U' }], next: { items: null, count: 0 } } },
      },
    },
    'both, to the same depth under one name': {
      operation:
        '{ search { ... on Hit { x: of { name } page { items { like { name } } } } ... on Miss { near { like { name } } } } }',
      data: {
        search: [
          { x: { name: 'T' }, page: { items: [{ like: null }] } },
          { near: [{ like: null }, { like: { name: 'U' } }] },
          null,
          { x: null, page: null },
        ],
      },
    },
    'only one of the types': {
      operation: '{ page { ... on Long { items { name } } next { ... on Long { items { name like { name } } } } } }',
      data: { page: { next: { items: [{ name: 'U', like: null }] } } },
    },
  },
};
