import type { Graph } from '../../harness/graph.ts';

/** Fields of other subgraphs that a subgraph can answer on one path, and there alone. */
export const providedFields: Graph = {
  subgraphs: {
    reviews: `
      type Query {
        best: Review @provides(fields: "author { name }")
        worst: Review
        mixed: [Subject] @provides(fields: "... on Book { title } ... on Film { title }")
        user: User @provides(fields: "name home { city }")
        users: [User!] @provides(fields: "name")
      }
      type Review @key(fields: "id") { id: ID! author: User text: String }
      type User @key(fields: "id") { id: ID! name: String @external home: Home @external }
      type Home @external { city: String }
      union Subject = Book | Film
      type Book @key(fields: "id") { id: ID! title: String @external }
      type Film @key(fields: "id") { id: ID! title: String @external }`,
    users: `
      type Query { me: User }
      type User @key(fields: "id") { id: ID! name: String @shareable mail: String home: Home @shareable }
      type Home { city: String @shareable street: String }
      type Book @key(fields: "id") { id: ID! title: String @shareable }
      type Film @key(fields: "id") { id: ID! title: String @shareable year: Int }`,
  },
  data: {
    Query: { best: 'good', worst: 'bad', mixed: ['emma', 'jaws'], user: 'ann', users: ['ann', 'bob'], me: 'bob' },
    Review: { good: { id: '1', author: 'ann', text: 'Yes' }, bad: { id: '2', author: 'bob', text: 'No' } },
    User: {
      ann: { id: 'a', name: 'Ann', mail: 'a@a', home: { city: 'Rome', street: 'Via' } },
      bob: { id: 'b', name: 'Bob', mail: 'b@b', home: null },
    },
    Book: { emma: { id: 'e', title: 'Emma' } },
    Film: { jaws: { id: 'j', title: 'Jaws', year: 1975 } },
  },
  cases: {
    'on the path: nobody else is asked': {
      operation: '{ best { author { name id } } }',
      data: { best: { author: { name: 'Ann', id: 'a' } } },
      calls: { reviews: 1, users: 0 },
    },
    'the same field off the path': {
      operation: '{ worst { author { name } } }',
      data: { worst: { author: { name: 'Bob' } } },
      calls: { reviews: 1, users: 1 },
    },
    'on the path and off it in one operation': {
      operation: '{ best { author { name } } worst { author { name } } }',
      data: { best: { author: { name: 'Ann' } }, worst: { author: { name: 'Bob' } } },
    },
    'beside a field that is not provided': {
      operation: '{ best { author { name mail } } }',
      data: { best: { author: { name: 'Ann', mail: 'a@a' } } },
    },
    'a part of an object': {
      operation: '{ user { name home { city } } }',
      data: { user: { name: 'Ann', home: { city: 'Rome' } } },
      calls: { users: 0 },
    },
    'another part of the object': {
      operation: '{ user { home { city street } } }',
      data: { user: { home: { city: 'Rome', street: 'Via' } } },
    },
    'on a list': {
      operation: '{ users { name } }',
      data: { users: [{ name: 'Ann' }, { name: 'Bob' }] },
      calls: { users: 0 },
    },
    'on a list, with more': {
      operation: '{ users { name mail home { city } } }',
      data: {
        users: [
          { name: 'Ann', mail: 'a@a', home: { city: 'Rome' } },
          { name: 'Bob', mail: 'b@b', home: null },
        ],
      },
    },
    'on the members of a union': {
      operation: '{ mixed { ... on Book { title } ... on Film { title } } }',
      data: { mixed: [{ title: 'Emma' }, { title: 'Jaws' }] },
      calls: { users: 0 },
    },
    'on one member only, the other needs more': {
      operation: '{ mixed { ... on Book { title } ... on Film { title year } } }',
      data: { mixed: [{ title: 'Emma' }, { title: 'Jaws', year: 1975 }] },
    },
    'under a name that is not provided': {
      operation: '{ best { author { mail: name name: id } } }',
      data: { best: { author: { mail: 'Ann', name: 'a' } } },
    },
    'a nested path': {
      operation: '{ me { name } worst { id text } }',
      data: { me: { name: 'Bob' }, worst: { id: '2', text: 'No' } },
    },
  },
};
