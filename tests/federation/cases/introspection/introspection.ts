import type { Graph } from '../../harness/graph.ts';

/** Questions about the schema, by themselves and beside data; `__typename` everywhere. */
export const introspection: Graph = {
  subgraphs: {
    a: `
      "What may be asked." type Query { me: User node: Node nodes: [Node!] }
      interface Node { id: ID! }
      "Somebody." type User implements Node @key(fields: "id") { id: ID! name: String old: Int @deprecated(reason: "No.") friend: User }
      type Mutation { set(to: Input): User }
      input Input { a: Int = 3 b: [String!] }`,
    b: `
      type User @key(fields: "id") { id: ID! age: Int best: Node }
      interface Node { id: ID! }
      type Bot implements Node @key(fields: "id") { id: ID! kind: Kind }
      enum Kind { GOOD BAD @deprecated }`,
  },
  data: {
    Query: { me: 'ann', node: 'ann', nodes: ['ann'] },
    Mutation: { set: 'ann' },
    User: {
      ann: { id: '1', name: 'Ann', old: 1, friend: 'bob', age: 30, best: 'bot' },
      bob: { id: '2', name: 'Bob', friend: null, age: 40, best: 'bot' },
    },
    Bot: { bot: { id: '3', kind: 'GOOD' } },
  },
  cases: {
    'the names of types at every place': {
      operation: '{ __typename me { __typename friend { __typename age best { __typename } } } nodes { __typename } }',
      data: {
        __typename: 'Query',
        me: { __typename: 'User', friend: { __typename: 'User', age: 40, best: { __typename: 'Bot' } } },
        nodes: [{ __typename: 'User' }],
      },
    },
    'the name of the root alone: nobody is asked': {
      operation: '{ __typename again: __typename }',
      data: { __typename: 'Query', again: 'Query' },
      calls: { a: 0, b: 0 },
    },
    'a type': {
      operation:
        '{ __type(name: "User") { name description kind fields { name type { name ofType { name } } } interfaces { name } } }',
      data: {
        __type: {
          name: 'User',
          description: 'Somebody.',
          kind: 'OBJECT',
          fields: [
            { name: 'id', type: { name: null, ofType: { name: 'ID' } } },
            { name: 'name', type: { name: 'String', ofType: null } },
            { name: 'friend', type: { name: 'User', ofType: null } },
            { name: 'age', type: { name: 'Int', ofType: null } },
            { name: 'best', type: { name: 'Node', ofType: null } },
          ],
          interfaces: [{ name: 'Node' }],
        },
      },
      calls: { a: 0, b: 0 },
    },
    'a type that is not there, and one of federation': {
      operation:
        '{ no: __type(name: "No") { name } any: __type(name: "_Any") { name } field: __type(name: "join__Graph") { name } }',
      data: { no: null, any: null, field: null },
    },
    'deprecated parts': {
      operation:
        'query ($d: Boolean) { __type(name: "User") { fields(includeDeprecated: $d) { name isDeprecated deprecationReason } } kind: __type(name: "Kind") { enumValues(includeDeprecated: true) { name } } }',
      variables: { d: true },
      data: {
        __type: {
          fields: [
            { name: 'id', isDeprecated: false, deprecationReason: null },
            { name: 'name', isDeprecated: false, deprecationReason: null },
            { name: 'old', isDeprecated: true, deprecationReason: 'No.' },
            { name: 'friend', isDeprecated: false, deprecationReason: null },
            { name: 'age', isDeprecated: false, deprecationReason: null },
            { name: 'best', isDeprecated: false, deprecationReason: null },
          ],
        },
        kind: { enumValues: [{ name: 'GOOD' }, { name: 'BAD' }] },
      },
    },
    'beside data, in the order of the operation': {
      operation:
        '{ __schema { mutationType { name } } me { age } __type(name: "Input") { inputFields { name defaultValue } } node { id } }',
      data: {
        __schema: { mutationType: { name: 'Mutation' } },
        me: { age: 30 },
        __type: {
          inputFields: [
            { name: 'a', defaultValue: '3' },
            { name: 'b', defaultValue: null },
          ],
        },
        node: { id: '1' },
      },
    },
    'with variables and fragments': {
      operation:
        'query ($n: String!) { ...S t: __type(name: $n) { ...T } me { id } } fragment S on Query { __schema { queryType { ...T } } } fragment T on __Type { name possibleTypes { name } }',
      variables: { n: 'Node' },
      data: {
        __schema: { queryType: { name: 'Query', possibleTypes: null } },
        t: { name: 'Node', possibleTypes: [{ name: 'Bot' }, { name: 'User' }] },
        me: { id: '1' },
      },
    },
    'under names that collide elsewhere': {
      operation:
        '{ __schema { id: queryType { __typename: name id: kind constructor: name } } id: __type(name: "User") { ofType { id: name } id: name fields { id: name ...F } } me { id: age } } fragment F on __Field { age: type { id: kind } }',
      data: {
        __schema: { id: { __typename: 'Query', id: 'OBJECT', constructor: 'Query' } },
        id: {
          ofType: null,
          id: 'User',
          fields: [
            { id: 'id', age: { id: 'NON_NULL' } },
            { id: 'name', age: { id: 'SCALAR' } },
            { id: 'friend', age: { id: 'OBJECT' } },
            { id: 'age', age: { id: 'SCALAR' } },
            { id: 'best', age: { id: 'INTERFACE' } },
          ],
        },
        me: { id: 30 },
      },
    },
    'nothing left of a part': {
      operation: 'query ($no: Boolean!) { __schema { queryType { name @include(if: $no) } } me { id } }',
      variables: { no: false },
      data: { __schema: { queryType: {} }, me: { id: '1' } },
    },
    'left out by a condition': {
      operation: 'query ($no: Boolean!) { __schema @include(if: $no) { queryType { name } } me { id } }',
      variables: { no: false },
      data: { me: { id: '1' } },
    },
    'in a mutation': {
      operation: 'mutation { __typename set(to: { b: ["x"] }) { __typename age } }',
      data: { __typename: 'Mutation', set: { __typename: 'User', age: 30 } },
    },
    'no directive of federation is left': {
      operation: '{ __schema { directives { name } } }',
      data: {
        __schema: {
          directives: [
            { name: 'include' },
            { name: 'skip' },
            { name: 'deprecated' },
            { name: 'specifiedBy' },
            { name: 'oneOf' },
          ],
        },
      },
    },
  },
};
