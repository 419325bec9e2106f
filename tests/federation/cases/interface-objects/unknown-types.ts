import type { Graph } from '../../harness/graph.ts';

const noReference = 'the subgraph that knows the types does not know the entity';

/** Interface objects of which nobody can say what they are. */
export const unknownTypes: Graph = {
  subgraphs: {
    a: `
      interface Media @key(fields: "id") { id: ID! title: String }
      interface Titled { title: String }
      type Film implements Media & Titled @key(fields: "id") { id: ID! title: String minutes: Int! cast: Cast }
      type Book implements Media & Titled @key(fields: "id") { id: ID! title: String pages: Int }
      type Cast { stars: Int! extras: Int }`,
    b: `
      type Query { top: [Media] last: Media must: Media! }
      type Media @interfaceObject @key(fields: "id") { id: ID! seen: Int }`,
  },
  unknown: { a: ['lost'] },
  data: {
    Query: { top: ['lost', 'book'], last: 'lost', must: 'lost' },
    Film: {
      lost: { id: '1', title: 'Lost', minutes: 90, seen: 3 },
      film: { id: '3', title: 'F', minutes: 80, seen: 5, cast: { stars: new Error('no stars'), extras: 1 } },
    },
    Book: { book: { id: '2', title: 'Book', pages: 10, seen: 4 } },
  },
  cases: {
    'the name of the type': {
      operation: '{ top { __typename seen } }',
      data: { top: [null, { __typename: 'Book', seen: 4 }] },
      errors: [{ message: 'An object of Query.top is not of the type Media.', path: ['top', 0] }],
      noReference,
    },
    'a field of one type': {
      operation: '{ top { seen ... on Film { minutes } } }',
      data: { top: [null, { seen: 4 }] },
      errors: [{ message: 'An object of Query.top is not of the type Media.', path: ['top', 0] }],
      noReference,
    },
    'a field of another interface': {
      operation: '{ top { seen ... on Titled { title } } }',
      data: { top: [null, { seen: 4, title: 'Book' }] },
      errors: [{ message: 'An object of Query.top is not of the type Media.', path: ['top', 0] }],
      noReference,
    },
    'where it must be': {
      operation: '{ last { seen } must { __typename } }',
      data: null,
      errors: [{ message: 'An object of Query.must is not of the type Media.', path: ['must'] }],
      noReference,
    },
    'nothing but what the interface has': {
      operation: '{ top { ... on Media { id seen } } last { seen title } }',
      data: {
        top: [
          { id: '1', seen: 3 },
          { id: '2', seen: 4 },
        ],
        last: { seen: 3, title: null },
      },
      noReference,
    },
    'where the subgraph that knows them is down': {
      operation: '{ last { __typename seen } top { id } }',
      down: ['a'],
      data: { last: null, top: [{ id: '1' }, { id: '2' }] },
      errors: [{ message: 'a does not answer', path: ['last'] }],
      noReference,
    },
  },
};
