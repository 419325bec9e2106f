import type { Graph } from '../../harness/graph.ts';

/** An interface of which no subgraph knows all types or all fields. */
export const interfacesOverSubgraphs: Graph = {
  subgraphs: {
    a: `
      type Query { inA: [Animal!] one: Animal named: [Named] }
      interface Named { name: String }
      interface Animal { name: String id: ID! }
      type Dog implements Animal & Named @key(fields: "id") { id: ID! name: String @shareable barks: Boolean }
      type Cat implements Animal & Named @key(fields: "id") { id: ID! name: String @shareable }
      type Rock implements Named { name: String }`,
    b: `
      type Query { inB: [Animal] }
      interface Animal { id: ID! age: Int friend: Animal }
      type Cat implements Animal @key(fields: "id") { id: ID! age: Int friend: Animal lives: Int }
      type Bird implements Animal @key(fields: "id") { id: ID! age: Int friend: Animal name: String }
      type Dog @key(fields: "id") { id: ID! age: Int friend: Animal }`,
  },
  data: {
    Query: {
      inA: ['rex', 'tom', 'rex'],
      one: 'tom',
      named: [{ __typename: 'Rock', name: 'Ayers' }, 'rex', null],
      inB: ['tom', 'joe', null],
    },
    Dog: { rex: { id: 'd', name: 'Rex', barks: true, age: 3, friend: 'joe' } },
    Cat: { tom: { id: 'c', name: 'Tom', age: 9, lives: 7, friend: 'joe' } },
    Bird: { joe: { id: 'b', name: 'Joe', age: 1, friend: 'tom' } },
  },
  cases: {
    'a field of the interface that each type has elsewhere': {
      operation: '{ inA { age } }',
      data: { inA: [{ age: 3 }, { age: 9 }, { age: 3 }] },
    },
    'a field that one subgraph has on the interface, the other on some types': {
      operation: '{ inB { name age } }',
      data: { inB: [{ name: 'Tom', age: 9 }, { name: 'Joe', age: 1 }, null] },
    },
    'fields of the types': {
      operation: '{ inA { ... on Dog { barks age } ... on Cat { lives } } }',
      data: { inA: [{ barks: true, age: 3 }, { lives: 7 }, { barks: true, age: 3 }] },
    },
    'a fragment on a type that the list can not hold': {
      operation: '{ inA { id ... on Bird { age } } }',
      data: { inA: [{ id: 'd' }, { id: 'c' }, { id: 'd' }] },
    },
    'nested in each other': {
      operation: '{ inA { name friend { name friend { __typename age } } } }',
      data: {
        inA: [
          { name: 'Rex', friend: { name: 'Joe', friend: { __typename: 'Cat', age: 9 } } },
          { name: 'Tom', friend: { name: 'Joe', friend: { __typename: 'Cat', age: 9 } } },
          { name: 'Rex', friend: { name: 'Joe', friend: { __typename: 'Cat', age: 9 } } },
        ],
      },
    },
    'a fragment on another interface': {
      operation: '{ inB { ... on Named { name } } named { name ... on Animal { age } } }',
      data: { inB: [{ name: 'Tom' }, {}, null], named: [{ name: 'Ayers' }, { name: 'Rex', age: 3 }, null] },
    },
    'the interface inside a type inside the interface': {
      operation: '{ one { ... on Cat { ... on Animal { age ... on Named { name } } } } }',
      data: { one: { age: 9, name: 'Tom' } },
    },
    'the same field in both, and under different names': {
      operation: '{ inA { age ... on Dog { years: age name } ... on Cat { age title: name } } }',
      data: {
        inA: [
          { age: 3, years: 3, name: 'Rex' },
          { age: 9, title: 'Tom' },
          { age: 3, years: 3, name: 'Rex' },
        ],
      },
    },
  },
};
