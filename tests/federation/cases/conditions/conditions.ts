import type { Graph } from '../../harness/graph.ts';

const NULL = 'Argument "if" of non-null type "Boolean!" must not be null.';

/** `@skip` and `@include`, with variables, wherever they may stand. */
export const conditions: Graph = {
  subgraphs: {
    a: `
      type Query { me: User users: [User!] any: [Any!] now: Int }
      type Mutation { set(to: Int): User }
      type User @key(fields: "id") { id: ID! name: String friend: User price: Int }
      union Any = User | Team
      type Team @key(fields: "id") { id: ID! name: String }`,
    b: `
      type Query { other: Int }
      type User @key(fields: "id") { id: ID! age: Int price: Int @external tax: String @requires(fields: "price") best: User }
      type Team @key(fields: "id") { id: ID! size: Int }`,
  },
  data: {
    Query: { me: 'ann', users: ['ann', 'bob'], any: ['ann', 'red'], now: 1, other: 2 },
    Mutation: { set: 'bob' },
    User: {
      ann: { id: '1', name: 'Ann', friend: 'bob', price: 5, age: 30, best: 'bob' },
      bob: { id: '2', name: 'Bob', friend: null, price: 6, age: 40, best: null },
    },
    Team: { red: { id: 't', name: 'Red', size: 3 } },
  },
  cases: {
    'a field of another subgraph, left out: that subgraph is not asked': {
      operation: 'query ($yes: Boolean!) { me { name age @include(if: $yes) } }',
      variables: { yes: false },
      data: { me: { name: 'Ann' } },
      calls: { b: 0 },
    },
    'the same operation with the field': {
      operation: 'query ($yes: Boolean!) { me { name age @include(if: $yes) } }',
      variables: { yes: true },
      data: { me: { name: 'Ann', age: 30 } },
      calls: { b: 1 },
    },
    'skip and include on one field': {
      operation:
        'query ($s: Boolean!, $i: Boolean!) { me { a: age @skip(if: $s) @include(if: $i) b: age @skip(if: $i) @include(if: $s) c: age @skip(if: $s) @include(if: $s) name } }',
      variables: { s: false, i: true },
      data: { me: { a: 30, name: 'Ann' } },
    },
    literals: {
      operation: '{ me { name @include(if: false) age @skip(if: true) id @include(if: true) tax @skip(if: false) } }',
      data: { me: { id: '1', tax: 'price=5' } },
    },
    'defaults of variables': {
      operation:
        'query ($s: Boolean = true, $i: Boolean! = false) { me { id name @skip(if: $s) age @include(if: $i) } }',
      variables: { i: true },
      data: { me: { id: '1', age: 30 } },
    },
    'on an inline fragment': {
      operation:
        'query ($yes: Boolean!) { me { ... @include(if: $yes) { age tax } ... on User @skip(if: $yes) { name } } }',
      variables: { yes: true },
      data: { me: { age: 30, tax: 'price=5' } },
    },
    'on a named fragment, twice with opposite conditions': {
      operation:
        'query ($yes: Boolean!) { me { ...F @include(if: $yes) friend { ...F @skip(if: $yes) id } } } fragment F on User { age name }',
      variables: { yes: false },
      data: { me: { friend: { age: 40, name: 'Bob', id: '2' } } },
    },
    'a condition inside a condition': {
      operation:
        'query ($a: Boolean!, $b: Boolean!) { me { ... @include(if: $a) { age @include(if: $b) ... @skip(if: $b) { tax } name } } }',
      variables: { a: true, b: false },
      data: { me: { tax: 'price=5', name: 'Ann' } },
    },
    'one field in two places, one of them left out': {
      operation:
        'query ($yes: Boolean!) { me { friend @include(if: $yes) { age } friend { name } ... @skip(if: $yes) { friend { tax } } } }',
      variables: { yes: false },
      data: { me: { friend: { name: 'Bob', tax: 'price=6' } } },
    },
    'the field that another requires': {
      operation: 'query ($yes: Boolean!) { me { price @include(if: $yes) tax } }',
      variables: { yes: false },
      data: { me: { tax: 'price=5' } },
    },
    'the key': {
      operation: 'query ($no: Boolean!) { users { id @include(if: $no) age } }',
      variables: { no: false },
      data: { users: [{ age: 30 }, { age: 40 }] },
    },
    'a field that requires, left out: nothing is asked': {
      operation: 'query ($no: Boolean!) { users { name tax @include(if: $no) best @include(if: $no) { age } } }',
      variables: { no: false },
      data: { users: [{ name: 'Ann' }, { name: 'Bob' }] },
      calls: { b: 0 },
    },
    'everything below a field': {
      operation: 'query ($no: Boolean!) { me { friend { age @include(if: $no) } } }',
      variables: { no: false },
      data: { me: { friend: {} } },
    },
    'all root fields': {
      operation: 'query ($no: Boolean!) { me @include(if: $no) { id } other @include(if: $no) }',
      variables: { no: false },
      data: {},
      calls: { a: 0, b: 0 },
    },
    'a root field of one subgraph beside one of another': {
      operation:
        'query ($no: Boolean!, $yes: Boolean!) { now @include(if: $no) other @include(if: $yes) ... on Query @skip(if: $no) { me { age } } }',
      variables: { no: false, yes: true },
      data: { other: 2, me: { age: 30 } },
    },
    'by type': {
      operation:
        'query ($u: Boolean!) { any { ... on User @include(if: $u) { age } ... on Team @skip(if: $u) { size } __typename @include(if: $u) } }',
      variables: { u: true },
      data: { any: [{ age: 30, __typename: 'User' }, { __typename: 'Team' }] },
    },
    'by type, the other way': {
      operation:
        'query ($u: Boolean!) { any { ... on User @include(if: $u) { age } ... on Team @skip(if: $u) { size } __typename @include(if: $u) } }',
      variables: { u: false },
      data: { any: [{}, { size: 3 }] },
    },
    'an entity reached twice under one condition and another': {
      operation:
        'query ($a: Boolean!, $b: Boolean!) { me { best @include(if: $a) { name age } } users { best @include(if: $b) { tax } age @skip(if: $a) } }',
      variables: { a: true, b: true },
      data: { me: { best: { name: 'Bob', age: 40 } }, users: [{ best: { tax: 'price=6' } }, { best: null }] },
    },
    'in a mutation': {
      operation:
        'mutation ($no: Boolean!) { set(to: 1) { age @include(if: $no) name } again: set(to: 2) @include(if: $no) { id } }',
      variables: { no: false },
      data: { set: { name: 'Bob' } },
      calls: { b: 0 },
    },
    'null: the request is refused, as for any variable that does not fit': {
      operation: 'query ($maybe: Boolean = true) { now @skip(if: $maybe) me { id } }',
      variables: { maybe: null },
      errors: [{ message: NULL }],
      calls: { a: 0, b: 0 },
      noReference: 'graphql-js does not call its answer refused, and says `data: null`',
    },
    'null below a field of a mutation: nothing is done': {
      operation: 'mutation ($maybe: Boolean = true) { set(to: 1) { id ... on User @include(if: $maybe) { age } } }',
      variables: { maybe: null },
      errors: [{ message: NULL }],
      calls: { a: 0, b: 0 },
      noReference: 'graphql-js finds it when it has done what the mutation asks for',
    },
    'null in what is left out': {
      operation:
        'query ($maybe: Boolean = true) { me { id ... @skip(if: true) { name @include(if: $maybe) } age @include(if: $maybe) @skip(if: true) } }',
      variables: { maybe: null },
      data: { me: { id: '1' } },
    },
    'a variable that is used only there, and not given': {
      operation: 'query ($maybe: Boolean = false) { me { id age @include(if: $maybe) } }',
      data: { me: { id: '1' } },
    },
  },
};
