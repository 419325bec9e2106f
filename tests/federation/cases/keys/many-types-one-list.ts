import type { Graph } from '../../harness/graph.ts';

/** Entities of several types in one list go to a subgraph in one question, each by its own key. */
export const manyTypesOneList: Graph = {
  subgraphs: {
    feed: `
      type Query { feed: [Entry] }
      union Entry = Post | Event | Note
      type Post @key(fields: "id") { id: ID! }
      type Event @key(fields: "day place") { day: Int! place: String! }
      type Note { text: String }`,
    social: `
      type Post @key(fields: "id") { id: ID! likes: Int }
      type Event @key(fields: "day place") { day: Int! place: String! likes: Float going: Int }`,
  },
  data: {
    Query: { feed: ['p1', 'e1', null, { __typename: 'Note', text: 'Hi' }, 'p2', 'e1', 'p1'] },
    Post: { p1: { id: '1', likes: 1 }, p2: { id: '2', likes: 2 } },
    Event: { e1: { day: 1, place: '1', likes: 1.5, going: 9 } },
  },
  cases: {
    'one question for both types': {
      operation: '{ feed { ... on Post { likes } ... on Event { going } ... on Note { text } } }',
      data: { feed: [{ likes: 1 }, { going: 9 }, null, { text: 'Hi' }, { likes: 2 }, { going: 9 }, { likes: 1 }] },
      calls: { feed: 1, social: 1 },
    },
    'one of the types': {
      operation: '{ feed { __typename ... on Event { going } } }',
      data: {
        feed: [
          { __typename: 'Post' },
          { __typename: 'Event', going: 9 },
          null,
          { __typename: 'Note' },
          { __typename: 'Post' },
          { __typename: 'Event', going: 9 },
          { __typename: 'Post' },
        ],
      },
    },
    'fields of one name and different types, told apart by aliases': {
      operation: '{ feed { ... on Post { a: likes } ... on Event { b: likes } } }',
      data: { feed: [{ a: 1 }, { b: 1.5 }, null, {}, { a: 2 }, { b: 1.5 }, { a: 1 }] },
    },
    'nothing of them': {
      operation: '{ feed { ... on Note { text } } }',
      data: { feed: [{}, {}, null, { text: 'Hi' }, {}, {}, {}] },
      calls: { social: 0 },
    },
  },
};
