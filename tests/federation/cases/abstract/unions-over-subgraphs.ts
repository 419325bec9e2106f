import type { Graph } from '../../harness/graph.ts';

/** A union whose members differ from subgraph to subgraph. */
export const unionsOverSubgraphs: Graph = {
  subgraphs: {
    a: `
      type Query { media: [Media] picks: Picks }
      union Media = Book | Film
      type Picks @key(fields: "id") { id: ID! first: Media }
      type Book @key(fields: "id") { id: ID! title: String }
      type Film @key(fields: "id") { id: ID! title: String! }`,
    b: `
      type Query { more: [Media] }
      union Media = Film | Song
      type Picks @key(fields: "id") { id: ID! second: Media groups: [[Media!]] }
      type Film @key(fields: "id") { id: ID! minutes: Int }
      type Song @key(fields: "id") { id: ID! title: [String] bars: Int }
      type Book @key(fields: "id") { id: ID! pages: Int }`,
  },
  data: {
    Query: { media: ['emma', null, 'jaws', 'emma'], picks: 'p', more: ['hello', 'jaws'] },
    Picks: { p: { id: 'p', first: 'emma', second: 'hello', groups: [['jaws', 'hello'], null, []] } },
    Book: { emma: { id: '1', title: 'Emma', pages: 474 } },
    Film: { jaws: { id: '2', title: 'Jaws', minutes: 124 } },
    Song: { hello: { id: '3', title: ['Hello', null], bars: 64 } },
  },
  cases: {
    'members that live elsewhere': {
      operation: '{ media { __typename ... on Book { pages title } ... on Film { minutes } } }',
      data: {
        media: [
          { __typename: 'Book', pages: 474, title: 'Emma' },
          null,
          { __typename: 'Film', minutes: 124 },
          { __typename: 'Book', pages: 474, title: 'Emma' },
        ],
      },
    },
    'a member that this subgraph does not know': {
      operation:
        '{ media { ... on Song { bars } ... on Book { pages } } more { ... on Book { pages } ... on Song { bars } } }',
      data: { media: [{ pages: 474 }, null, {}, { pages: 474 }], more: [{ bars: 64 }, {}] },
    },
    'fields of one name and other types': {
      operation: '{ more { ... on Song { words: title } ... on Film { title } } }',
      data: { more: [{ words: ['Hello', null] }, { title: 'Jaws' }] },
    },
    'two fields of one entity from two subgraphs': {
      operation: '{ picks { first { ... on Book { pages } } second { ... on Song { bars } ... on Film { title } } } }',
      data: { picks: { first: { pages: 474 }, second: { bars: 64 } } },
    },
    'in lists of lists': {
      operation: '{ picks { groups { ... on Film { title minutes } ... on Song { words: title } } } }',
      data: { picks: { groups: [[{ title: 'Jaws', minutes: 124 }, { words: ['Hello', null] }], null, []] } },
    },
    'a fragment on the union itself': {
      operation: '{ media { ... on Media { ... on Film { title ... on Media { __typename } } } } }',
      data: { media: [{}, null, { title: 'Jaws', __typename: 'Film' }, {}] },
    },
    'the name of the type alone': {
      operation: '{ media { kind: __typename } more { __typename } }',
      data: {
        media: [{ kind: 'Book' }, null, { kind: 'Film' }, { kind: 'Book' }],
        more: [{ __typename: 'Song' }, { __typename: 'Film' }],
      },
      calls: { a: 1, b: 1 },
    },
    'members in a named fragment on the union': {
      operation:
        'query { more { ...Titles } } fragment Titles on Media { ... on Film { id title } ... on Song { id bars } }',
      data: {
        more: [
          { id: '3', bars: 64 },
          { id: '2', title: 'Jaws' },
        ],
      },
    },
  },
};
