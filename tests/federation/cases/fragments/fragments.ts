import type { Graph } from '../../harness/graph.ts';

/** Fragments of every kind and depth; fields that meet in them become one. */
export const fragments: Graph = {
  subgraphs: {
    a: `
      type Query { me: User users: [User!] node: Node }
      interface Node { id: ID! }
      type User implements Node @key(fields: "id") { id: ID! name: String friend: User team: Team address: Address }
      type Team implements Node @key(fields: "id") { id: ID! lead: User }
      type Address { street: String city: City } type City { name: String zip: Int }`,
    b: `
      type User @key(fields: "id") { id: ID! age: Int score(of: String): Int }
      type Team @key(fields: "id") { id: ID! title: String members: [User!] }`,
  },
  data: {
    Query: { me: 'ann', users: ['ann', 'bob'], node: 'red' },
    User: {
      ann: {
        id: '1',
        name: 'Ann',
        friend: 'bob',
        team: 'red',
        address: { street: 'Via', city: { name: 'Rome', zip: 1 } },
        age: 30,
        score: ({ of: what = '' }) => [...what].length,
      },
      bob: { id: '2', name: 'Bob', friend: 'ann', team: null, address: null, age: 40, score: 4 },
    },
    Team: { red: { id: 't', lead: 'bob', title: 'Red', members: ['ann', 'bob'] } },
  },
  cases: {
    named: {
      operation: 'query { me { ...Who } } fragment Who on User { name age }',
      data: { me: { name: 'Ann', age: 30 } },
    },
    'named, in named ones, three deep': {
      operation:
        'query { me { ...A } } fragment A on User { friend { ...B } } fragment B on User { age team { ...C } friend { ...D } } fragment C on Team { title } fragment D on User { team { ...C } }',
      data: { me: { friend: { age: 40, team: null, friend: { team: { title: 'Red' } } } } },
    },
    'one used in many places': {
      operation:
        'query { me { ...F friend { ...F } team { lead { ...F } members { ...F } } } } fragment F on User { age name }',
      data: {
        me: {
          age: 30,
          name: 'Ann',
          friend: { age: 40, name: 'Bob' },
          team: {
            lead: { age: 40, name: 'Bob' },
            members: [
              { age: 30, name: 'Ann' },
              { age: 40, name: 'Bob' },
            ],
          },
        },
      },
    },
    'inline, without a type': {
      operation: '{ me { ... { name ... { age ... { id } } } } }',
      data: { me: { name: 'Ann', age: 30, id: '1' } },
    },
    'on an interface, in a type, in the interface': {
      operation: '{ node { ... on Node { ... on Team { ... on Node { id ... on Team { title } } } } } }',
      data: { node: { id: 't', title: 'Red' } },
    },
    'a type that it can not be': { operation: '{ node { id ... on User { age } } }', data: { node: { id: 't' } } },
    'fields of one object in several places become one object': {
      operation:
        'query { me { address { street } ...X ... on User { address { city { zip } } } } } fragment X on User { address { city { name } } }',
      data: { me: { address: { street: 'Via', city: { name: 'Rome', zip: 1 } } } },
    },
    'so do lists of entities': {
      operation:
        'query { users { name } ...Q users { id } } fragment Q on Query { users { age } ... on Query { users { friend { age } } } }',
      data: {
        users: [
          { name: 'Ann', age: 30, friend: { age: 40 }, id: '1' },
          { name: 'Bob', age: 40, friend: { age: 30 }, id: '2' },
        ],
      },
    },
    'the first place decides the order': {
      operation: 'query { me { ...Y name friend { age } id } } fragment Y on User { age friend { name } }',
      data: { me: { age: 30, friend: { name: 'Bob', age: 40 }, name: 'Ann', id: '1' } },
    },
    'the same field with equal arguments': {
      operation: '{ me { score(of: "abc") ... on User { score(of: "abc") } long: score(of: "abcdef") } }',
      data: { me: { score: 3, long: 6 } },
    },
    'on the root type': {
      operation: 'query { ...R ... on Query { n: node { __typename } } } fragment R on Query { me { id } node { id } }',
      data: { me: { id: '1' }, node: { id: 't' }, n: { __typename: 'Team' } },
    },
    'of another operation in the document': {
      operation: 'query One { me { ...Who } } query Two { users { ...Who id } } fragment Who on User { age }',
      operationName: 'Two',
      data: {
        users: [
          { age: 30, id: '1' },
          { age: 40, id: '2' },
        ],
      },
    },
    'the other operation of that document': {
      operation: 'query One { me { ...Who } } query Two { users { ...Who id } } fragment Who on User { age }',
      operationName: 'One',
      data: { me: { age: 30 } },
    },
    'with names that the engine might give': {
      operation:
        'query A__a__0 { me { ...a__0 ...representations } } fragment a__0 on User { age } fragment representations on User { _entities: name }',
      operationName: 'A__a__0',
      data: { me: { age: 30, _entities: 'Ann' } },
    },
  },
};
