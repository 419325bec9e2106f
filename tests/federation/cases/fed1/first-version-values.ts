import type { Graph } from '../../harness/graph.ts';

/** Types that first-version subgraphs repeat, with a second-version one beside them. */
export const firstVersionValues: Graph = {
  version: 'fed1',
  subgraphs: {
    old: `
      extend type Query { page: Page item: Item any: Any }
      type Page { size: Int items: [Item] kind: Kind }
      type Item @key(fields: "id") { id: ID! page: Page }
      enum Kind { A B }
      union Any = Item | Page
      interface Sized { size: Int }`,
    older: `
      type Page implements Sized { size: Int items: [Item] kind: Kind }
      enum Kind { A B }
      interface Sized { size: Int }
      extend type Item @key(fields: "id") { id: ID! @external back: Page sized: Sized kind: Kind }`,
    newer: `
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])
      type Item @key(fields: "id") { id: ID! more: Int }
      type Page @shareable { size: Int }`,
  },
  data: {
    Query: {
      page: { size: 1, items: ['x'], kind: 'A' },
      item: 'x',
      any: { __typename: 'Page', size: 3, items: null, kind: 'B' },
    },
    Item: {
      x: {
        id: '1',
        page: { size: 2, items: [], kind: null },
        back: { size: 4, items: ['x'], kind: 'B' },
        sized: { __typename: 'Page', size: 5 },
        kind: 'A',
        more: 9,
      },
    },
  },
  cases: {
    'a value of both': {
      operation: '{ item { page { size kind } back { size items { id } } } page { items { kind } } }',
      data: {
        item: { page: { size: 2, kind: null }, back: { size: 4, items: [{ id: '1' }] } },
        page: { items: [{ kind: 'A' }] },
      },
    },
    'an interface that only one has': {
      operation: '{ item { sized { __typename size } } any { ... on Sized { size } } }',
      data: { item: { sized: { __typename: 'Page', size: 5 } }, any: { size: 3 } },
    },
    'from the first version to the second': {
      operation: '{ page { items { more back { kind } } } }',
      data: { page: { items: [{ more: 9, back: { kind: 'B' } }] } },
    },
    'a union of an entity and a value': {
      operation: '{ any { __typename ... on Page { kind } ... on Item { more } } }',
      data: { any: { __typename: 'Page', kind: 'B' } },
    },
  },
};
