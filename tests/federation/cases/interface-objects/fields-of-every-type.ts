import type { Graph } from '../../harness/graph.ts';

/** A subgraph adds fields to all types of an interface without knowing them. */
export const fieldsOfEveryType: Graph = {
  subgraphs: {
    media: `
      type Query { all: [Media!] one: Media book: Book }
      interface Media @key(fields: "id") { id: ID! title: String }
      type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
      type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int }`,
    reviews: `
      type Query { top: [Media!] review: Review }
      type Media @interfaceObject @key(fields: "id") { id: ID! stars: Int reviews: [Review!] }
      type Review @key(fields: "id") { id: ID! media: Media text: String }`,
    labels: `
      type Media @interfaceObject @key(fields: "id") { id: ID! title: String @external label: String @requires(fields: "title") }`,
  },
  data: {
    Query: { all: ['emma', 'jaws'], one: 'jaws', book: 'emma', top: ['jaws', 'emma', 'jaws'], review: 'r1' },
    Book: { emma: { id: '1', title: 'Emma', pages: 474, stars: 5, reviews: ['r1'] } },
    Film: { jaws: { id: '2', title: 'Jaws', minutes: 124, stars: 4, reviews: ['r2', 'r1'] } },
    Review: { r1: { id: 'r1', media: 'emma', text: 'Good' }, r2: { id: 'r2', media: 'jaws', text: 'Sharp' } },
  },
  cases: {
    'through the interface': {
      operation: '{ all { stars title } }',
      data: {
        all: [
          { stars: 5, title: 'Emma' },
          { stars: 4, title: 'Jaws' },
        ],
      },
      calls: { media: 1, reviews: 1 },
    },
    'through one of the types': { operation: '{ book { stars pages } }', data: { book: { stars: 5, pages: 474 } } },
    'in a fragment on one of the types': {
      operation: '{ all { id ... on Film { stars minutes } } }',
      data: { all: [{ id: '1' }, { id: '2', stars: 4, minutes: 124 }] },
    },
    'from the subgraph that does not know the types': {
      operation: '{ top { stars id } }',
      data: {
        top: [
          { stars: 4, id: '2' },
          { stars: 5, id: '1' },
          { stars: 4, id: '2' },
        ],
      },
      calls: { media: 0 },
    },
    'from there, with the name of the type': {
      operation: '{ top { __typename stars } }',
      data: {
        top: [
          { __typename: 'Film', stars: 4 },
          { __typename: 'Book', stars: 5 },
          { __typename: 'Film', stars: 4 },
        ],
      },
    },
    'from there, with a field of the interface': {
      operation: '{ top { title } }',
      data: { top: [{ title: 'Jaws' }, { title: 'Emma' }, { title: 'Jaws' }] },
    },
    'from there, with fields of the types': {
      operation: '{ top { ... on Book { pages stars } ... on Film { minutes } } }',
      data: { top: [{ minutes: 124 }, { pages: 474, stars: 5 }, { minutes: 124 }] },
    },
    'from there, with a fragment on the interface inside one on a type': {
      operation: '{ top { ... on Media { ... on Film { ... on Media { stars title } } } } }',
      data: { top: [{ stars: 4, title: 'Jaws' }, {}, { stars: 4, title: 'Jaws' }] },
    },
    'a field that requires one of the interface': {
      operation: '{ all { label } top { label } }',
      data: {
        all: [{ label: 'title=Emma' }, { label: 'title=Jaws' }],
        top: [{ label: 'title=Jaws' }, { label: 'title=Emma' }, { label: 'title=Jaws' }],
      },
    },
    'a field that requires one, in a fragment': {
      operation: '{ top { ... on Book { label } } book { label } }',
      data: { top: [{}, { label: 'title=Emma' }, {}], book: { label: 'title=Emma' } },
    },
    'there and back': {
      operation: '{ all { reviews { media { __typename title reviews { text media { stars } } } } } }',
      data: {
        all: [
          {
            reviews: [
              { media: { __typename: 'Book', title: 'Emma', reviews: [{ text: 'Good', media: { stars: 5 } }] } },
            ],
          },
          {
            reviews: [
              {
                media: {
                  __typename: 'Film',
                  title: 'Jaws',
                  reviews: [
                    { text: 'Sharp', media: { stars: 4 } },
                    { text: 'Good', media: { stars: 5 } },
                  ],
                },
              },
              { media: { __typename: 'Book', title: 'Emma', reviews: [{ text: 'Good', media: { stars: 5 } }] } },
            ],
          },
        ],
      },
    },
    'from an entity that holds it': {
      operation: '{ review { media { title label ... on Book { pages } } } }',
      data: { review: { media: { title: 'Emma', label: 'title=Emma', pages: 474 } } },
    },
    'under swapped names': {
      operation: '{ top { id: title title: id __typename stars: label } }',
      data: {
        top: [
          { id: 'Jaws', title: '2', __typename: 'Film', stars: 'title=Jaws' },
          { id: 'Emma', title: '1', __typename: 'Book', stars: 'title=Emma' },
          { id: 'Jaws', title: '2', __typename: 'Film', stars: 'title=Jaws' },
        ],
      },
    },
  },
};
