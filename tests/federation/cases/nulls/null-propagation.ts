import type { Graph } from '../../harness/graph.ts';

/** A null where none may be goes up to the nearest place where one may, through subgraphs, lists and types. */
export const nullPropagation: Graph = {
  subgraphs: {
    a: `
      type Query { user: User users: [User] strictUsers: [User!] allStrict: [User!]! must: User! any: Any node: Node box: Box! }
      type User @key(fields: "id") { id: ID! name: String friend: User best: User! friends: [User!] circles: [[User!]] team: Team }
      type Team { lead: User! members: [User!]! name: String }
      union Any = User | Note type Note { text: String! }
      interface Node { id: ID! }
      type Leaf implements Node { id: ID! deep: Deep! } type Deep { user: User! }
      type Box { user: User! }
      type Mutation { set: User! other: Int }`,
    b: 'interface Node { id: ID! } type User implements Node @key(fields: "id") { id: ID! age: Int! tags: [String!] grid: [[Int!]!] rank: Int price: Int }',
  },
  data: {
    Query: {
      user: 'bad',
      users: ['good', 'bad', null, 'good'],
      strictUsers: ['good', 'bad'],
      allStrict: ['bad', 'good'],
      must: 'bad',
      any: 'bad',
      node: { __typename: 'Leaf', id: 'l', deep: { user: 'bad' } },
      box: { user: 'bad' },
    },
    Mutation: { set: 'bad', other: 1 },
    User: {
      good: {
        id: '1',
        name: 'Good',
        friend: 'bad',
        best: 'good',
        friends: ['good', 'bad'],
        circles: [['good'], ['bad', 'good'], null],
        team: { lead: 'bad', members: ['good'], name: 'T' },
        age: 1,
        tags: ['x'],
        grid: [[1]],
        rank: 1,
      },
      bad: {
        id: '2',
        name: 'Bad',
        friend: 'good',
        best: 'bad',
        friends: [],
        circles: [],
        team: { lead: 'good', members: ['good', 'bad'], name: 'U' },
        age: null,
        tags: ['x', null],
        grid: [[1], [2, null]],
        rank: 2,
      },
    },
  },
  cases: {
    'to the entity': {
      operation: '{ user { name age } }',
      data: { user: null },
      errors: [{ message: 'Cannot return null for non-nullable field User.age.', path: ['user', 'age'] }],
    },
    'to items of a list': {
      operation: '{ users { age rank } }',
      data: { users: [{ age: 1, rank: 1 }, null, null, { age: 1, rank: 1 }] },
      errors: [{ message: 'Cannot return null for non-nullable field User.age.', path: ['users', 1, 'age'] }],
    },
    'to the list': {
      operation: '{ strictUsers { age } user { name } }',
      data: { strictUsers: null, user: { name: 'Bad' } },
      errors: [{ message: 'Cannot return null for non-nullable field User.age.', path: ['strictUsers', 1, 'age'] }],
    },
    'to the whole answer': {
      operation: '{ user { name } allStrict { age } }',
      data: null,
      errors: [{ message: 'Cannot return null for non-nullable field User.age.', path: ['allStrict', 0, 'age'] }],
    },
    'to the whole answer, through an object': {
      operation: '{ must { name best { age } } }',
      data: null,
      errors: [{ message: 'Cannot return null for non-nullable field User.age.', path: ['must', 'best', 'age'] }],
    },
    'to a list inside an entity': {
      operation: '{ users { tags grid } }',
      data: { users: [{ tags: ['x'], grid: [[1]] }, { tags: null, grid: null }, null, { tags: ['x'], grid: [[1]] }] },
      errors: [
        { message: 'Cannot return null for non-nullable field User.tags.', path: ['users', 1, 'tags', 1] },
        { message: 'Cannot return null for non-nullable field User.grid.', path: ['users', 1, 'grid', 1, 1] },
      ],
    },
    'to lists of lists of entities': {
      operation: '{ users { circles { age } } }',
      data: {
        users: [
          { circles: [[{ age: 1 }], null, null] },
          { circles: [] },
          null,
          { circles: [[{ age: 1 }], null, null] },
        ],
      },
      errors: [
        { message: 'Cannot return null for non-nullable field User.age.', path: ['users', 0, 'circles', 1, 0, 'age'] },
        { message: 'Cannot return null for non-nullable field User.age.', path: ['users', 3, 'circles', 1, 0, 'age'] },
      ],
    },
    'to the second entity on the way': {
      operation: '{ users { name friend { age } } }',
      data: {
        users: [
          { name: 'Good', friend: null },
          { name: 'Bad', friend: { age: 1 } },
          null,
          { name: 'Good', friend: null },
        ],
      },
      errors: [
        { message: 'Cannot return null for non-nullable field User.age.', path: ['users', 0, 'friend', 'age'] },
        { message: 'Cannot return null for non-nullable field User.age.', path: ['users', 3, 'friend', 'age'] },
      ],
    },
    'through a non-null entity to the first': {
      operation: '{ users { name best { best { age } } } }',
      data: {
        users: [{ name: 'Good', best: { best: { age: 1 } } }, null, null, { name: 'Good', best: { best: { age: 1 } } }],
      },
      errors: [
        { message: 'Cannot return null for non-nullable field User.age.', path: ['users', 1, 'best', 'best', 'age'] },
      ],
    },
    'to an object between': {
      operation: '{ users { team { name lead { age } } } }',
      data: { users: [{ team: null }, { team: { name: 'U', lead: { age: 1 } } }, null, { team: null }] },
      errors: [
        { message: 'Cannot return null for non-nullable field User.age.', path: ['users', 0, 'team', 'lead', 'age'] },
        { message: 'Cannot return null for non-nullable field User.age.', path: ['users', 3, 'team', 'lead', 'age'] },
      ],
    },
    'to an object between, through its list': {
      operation: '{ users { team { name members { age } } } }',
      data: {
        users: [
          { team: { name: 'T', members: [{ age: 1 }] } },
          { team: null },
          null,
          { team: { name: 'T', members: [{ age: 1 }] } },
        ],
      },
      errors: [
        {
          message: 'Cannot return null for non-nullable field User.age.',
          path: ['users', 1, 'team', 'members', 1, 'age'],
        },
      ],
    },
    'to a union': {
      operation: '{ any { ... on User { name age } ... on Note { text } } }',
      data: { any: null },
      errors: [{ message: 'Cannot return null for non-nullable field User.age.', path: ['any', 'age'] }],
    },
    'through two objects to an interface': {
      operation: '{ node { id ... on Leaf { deep { user { age } } } } user { rank } }',
      data: { node: null, user: { rank: 2 } },
      errors: [
        { message: 'Cannot return null for non-nullable field User.age.', path: ['node', 'deep', 'user', 'age'] },
      ],
    },
    'under other names': {
      operation: '{ u: user { age: name n: age } v: user { id: age } }',
      data: { u: null, v: null },
      errors: [
        { message: 'Cannot return null for non-nullable field User.age.', path: ['u', 'n'] },
        { message: 'Cannot return null for non-nullable field User.age.', path: ['v', 'id'] },
      ],
    },
    'not from a field that is left out': {
      operation: '{ user { name age @skip(if: true) } }',
      data: { user: { name: 'Bad' } },
    },
    'not from a type that it is not': {
      operation: '{ any { ... on Note { text } ... on User { rank } } }',
      data: { any: { rank: 2 } },
    },
    'from a field that stands there twice': {
      operation: '{ user { age ... on User { age } friend { rank } } }',
      data: { user: null },
      errors: [{ message: 'Cannot return null for non-nullable field User.age.', path: ['user', 'age'] }],
    },
    'from two fields to one place: one error is enough': {
      operation: '{ strictUsers { best { age } again: best { age } id age } }',
      data: { strictUsers: null },
      errors: [
        { message: 'Cannot return null for non-nullable field User.age.', path: ['strictUsers', 1, 'best', 'age'] },
      ],
    },
    'in a mutation to the whole answer': {
      operation: 'mutation { set { age } }',
      data: null,
      errors: [{ message: 'Cannot return null for non-nullable field User.age.', path: ['set', 'age'] }],
    },
    'in an object that must be there': {
      operation: '{ box { user { rank age } } }',
      data: null,
      errors: [{ message: 'Cannot return null for non-nullable field User.age.', path: ['box', 'user', 'age'] }],
    },
  },
};
