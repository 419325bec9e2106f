import type { Graph } from '../../harness/graph.ts';

const boom = new Error('boom');

/** Errors of fields stand at the place in the answer that they are about, with the names and numbers the client knows. */
export const errorsOfFields: Graph = {
  subgraphs: {
    a: `
      type Query { user: User users: [User] fails: Int failsToo: String strict: [User!] any: [Any] broken: User brokenList: [User] }
      type User @key(fields: "id") { id: ID! name: String friend: User friends: [User] grid: [[User]] price: Int bad: String }
      union Any = User | Note type Note { bad: String text: String }`,
    b: `
      type Query { other: Int otherFails: Int }
      type User @key(fields: "id") {
        id: ID! age: Int must: Int! tags: [String] price: Int @external tax: String @requires(fields: "price") box: Box boxes: [Box!]
      }
      type Box { bad: Int! good: Int }`,
  },
  data: {
    Query: {
      user: 'bad',
      users: ['good', 'bad', null, 'bad'],
      fails: boom,
      failsToo: new Error('too'),
      strict: ['good', 'bad'],
      any: [{ __typename: 'Note', bad: boom, text: 'x' }, 'bad'],
      broken: boom,
      brokenList: ['good', boom],
      other: 1,
      otherFails: new Error('other'),
    },
    User: {
      good: {
        id: '1',
        name: 'Good',
        friend: 'bad',
        friends: ['bad', 'good'],
        grid: [['good', 'bad'], null, ['bad']],
        price: 1,
        bad: 'fine',
        age: 1,
        must: 1,
        tags: ['x'],
        box: { bad: 1, good: 1 },
        boxes: [],
      },
      bad: {
        id: '2',
        name: boom,
        friend: 'good',
        friends: [],
        grid: [],
        price: 2,
        bad: boom,
        age: boom,
        must: boom,
        tags: ['x', boom, null],
        tax: boom,
        box: { bad: boom, good: 2 },
        boxes: [
          { bad: 1, good: 1 },
          { bad: boom, good: 3 },
        ],
      },
    },
  },
  cases: {
    'of root fields of two subgraphs': {
      operation: '{ fails failsToo other otherFails }',
      data: { fails: null, failsToo: null, other: 1, otherFails: null },
      errors: [
        { message: 'boom', path: ['fails'] },
        { message: 'too', path: ['failsToo'] },
        { message: 'other', path: ['otherFails'] },
      ],
    },
    'under other names': {
      operation: '{ x: fails y: user { z: age w: bad } }',
      data: { x: null, y: { z: null, w: null } },
      errors: [
        { message: 'boom', path: ['x'] },
        { message: 'boom', path: ['y', 'z'] },
        { message: 'boom', path: ['y', 'w'] },
      ],
    },
    'of an entity': {
      operation: '{ user { id age } }',
      data: { user: { id: '2', age: null } },
      errors: [{ message: 'boom', path: ['user', 'age'] }],
    },
    'of entities in a list, once for each place': {
      operation: '{ users { age } }',
      data: { users: [{ age: 1 }, { age: null }, null, { age: null }] },
      errors: [
        { message: 'boom', path: ['users', 1, 'age'] },
        { message: 'boom', path: ['users', 3, 'age'] },
      ],
      calls: { b: 1 },
    },
    'of a field that must not be null': {
      operation: '{ users { id must } }',
      data: { users: [{ id: '1', must: 1 }, null, null, null] },
      errors: [
        { message: 'boom', path: ['users', 1, 'must'] },
        { message: 'boom', path: ['users', 3, 'must'] },
      ],
    },
    'of the same, up to the list': {
      operation: '{ strict { must } other }',
      data: { strict: null, other: 1 },
      errors: [{ message: 'boom', path: ['strict', 1, 'must'] }],
    },
    'of items of a list inside an entity': {
      operation: '{ users { tags } }',
      data: { users: [{ tags: ['x'] }, { tags: ['x', null, null] }, null, { tags: ['x', null, null] }] },
      errors: [
        { message: 'boom', path: ['users', 1, 'tags', 1] },
        { message: 'boom', path: ['users', 3, 'tags', 1] },
      ],
    },
    'of a field that requires': {
      operation: '{ users { tax price } }',
      data: { users: [{ tax: 'price=1', price: 1 }, { tax: null, price: 2 }, null, { tax: null, price: 2 }] },
      errors: [
        { message: 'boom', path: ['users', 1, 'tax'] },
        { message: 'boom', path: ['users', 3, 'tax'] },
      ],
    },
    'in lists of lists': {
      operation: '{ users { grid { age } } }',
      data: {
        users: [{ grid: [[{ age: 1 }, { age: null }], null, [{ age: null }]] }, { grid: [] }, null, { grid: [] }],
      },
      errors: [
        { message: 'boom', path: ['users', 0, 'grid', 0, 1, 'age'] },
        { message: 'boom', path: ['users', 0, 'grid', 2, 0, 'age'] },
      ],
    },
    'below the entity': {
      operation: '{ users { box { bad good } boxes { bad } } }',
      data: {
        users: [{ box: { bad: 1, good: 1 }, boxes: [] }, { box: null, boxes: null }, null, { box: null, boxes: null }],
      },
      errors: [
        { message: 'boom', path: ['users', 1, 'box', 'bad'] },
        { message: 'boom', path: ['users', 1, 'boxes', 1, 'bad'] },
        { message: 'boom', path: ['users', 3, 'box', 'bad'] },
        { message: 'boom', path: ['users', 3, 'boxes', 1, 'bad'] },
      ],
    },
    'of an entity that is at several places': {
      operation: '{ user { age friend { friend { age } friends { age } } } users { friend { age } } }',
      data: {
        user: { age: null, friend: { friend: { age: null }, friends: [{ age: null }, { age: 1 }] } },
        users: [{ friend: { age: null } }, { friend: { age: 1 } }, null, { friend: { age: 1 } }],
      },
      errors: [
        { message: 'boom', path: ['user', 'age'] },
        { message: 'boom', path: ['user', 'friend', 'friend', 'age'] },
        { message: 'boom', path: ['user', 'friend', 'friends', 0, 'age'] },
        { message: 'boom', path: ['users', 0, 'friend', 'age'] },
      ],
    },
    'of one type of a union': {
      operation: '{ any { ... on Note { bad text } ... on User { bad age } } }',
      data: {
        any: [
          { bad: null, text: 'x' },
          { bad: null, age: null },
        ],
      },
      errors: [
        { message: 'boom', path: ['any', 0, 'bad'] },
        { message: 'boom', path: ['any', 1, 'bad'] },
        { message: 'boom', path: ['any', 1, 'age'] },
      ],
    },
    'of an object of which all else would come from elsewhere': {
      operation: '{ broken { age } brokenList { age } }',
      data: { broken: null, brokenList: [{ age: 1 }, null] },
      errors: [
        { message: 'boom', path: ['broken'] },
        { message: 'boom', path: ['brokenList', 1] },
      ],
    },
    'of both subgraphs in one entity': {
      operation: '{ users { bad age name } }',
      data: {
        users: [
          { bad: 'fine', age: 1, name: 'Good' },
          { bad: null, age: null, name: null },
          null,
          { bad: null, age: null, name: null },
        ],
      },
      errors: [
        { message: 'boom', path: ['users', 1, 'bad'] },
        { message: 'boom', path: ['users', 1, 'age'] },
        { message: 'boom', path: ['users', 1, 'name'] },
        { message: 'boom', path: ['users', 3, 'bad'] },
        { message: 'boom', path: ['users', 3, 'age'] },
        { message: 'boom', path: ['users', 3, 'name'] },
      ],
    },
    'of a field asked for twice under two names': {
      operation: '{ user { a: age b: age } }',
      data: { user: { a: null, b: null } },
      errors: [
        { message: 'boom', path: ['user', 'a'] },
        { message: 'boom', path: ['user', 'b'] },
      ],
    },
    'of keys’ names': {
      operation: '{ users { id: age must: tags age: id } }',
      data: {
        users: [
          { id: 1, must: ['x'], age: '1' },
          { id: null, must: ['x', null, null], age: '2' },
          null,
          { id: null, must: ['x', null, null], age: '2' },
        ],
      },
      errors: [
        { message: 'boom', path: ['users', 1, 'id'] },
        { message: 'boom', path: ['users', 1, 'must', 1] },
        { message: 'boom', path: ['users', 3, 'id'] },
        { message: 'boom', path: ['users', 3, 'must', 1] },
      ],
    },
    'of a field that is the same in two fragments': {
      operation: '{ user { ... on User { age } ... { age friend { age } } } }',
      data: { user: { age: null, friend: { age: 1 } } },
      errors: [{ message: 'boom', path: ['user', 'age'] }],
    },
  },
};
