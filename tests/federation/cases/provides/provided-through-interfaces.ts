import type { Graph } from '../../harness/graph.ts';

/** A provided field of an interface: some of its types have it, others must be asked for. */
export const providedThroughInterfaces: Graph = {
  subgraphs: {
    shelf: `
      type Query { media: [Media!] @provides(fields: "... on Book { animals { ... on Dog { name } ... on Cat { name } } }") plain: [Media!] }
      interface Media { id: ID! animals: [Animal] }
      interface Animal { id: ID! name: String }
      type Book implements Media @key(fields: "id") { id: ID! animals: [Animal] @shareable }
      type Film implements Media @key(fields: "id") { id: ID! animals: [Animal] @shareable }
      type Dog implements Animal @key(fields: "id") { id: ID! name: String @external }
      type Cat implements Animal @key(fields: "id") { id: ID! name: String @external }`,
    zoo: `
      interface Animal { id: ID! name: String age: Int }
      type Dog implements Animal @key(fields: "id") { id: ID! name: String @shareable age: Int }
      type Cat implements Animal @key(fields: "id") { id: ID! name: String @shareable age: Int }`,
  },
  data: {
    Query: { media: ['b', 'f'], plain: ['b', 'f'] },
    Book: { b: { id: '1', animals: ['rex', 'tom'] } },
    Film: { f: { id: '2', animals: ['tom', null] } },
    Dog: { rex: { id: 'r', name: 'Rex', age: 3 } },
    Cat: { tom: { id: 't', name: 'Tom', age: 9 } },
  },
  cases: {
    'the whole interface': {
      operation: '{ media { animals { name } } }',
      data: { media: [{ animals: [{ name: 'Rex' }, { name: 'Tom' }] }, { animals: [{ name: 'Tom' }, null] }] },
    },
    'the types one by one': {
      operation: '{ media { id ... on Book { animals { name } } ... on Film { animals { id } } } }',
      data: {
        media: [
          { id: '1', animals: [{ name: 'Rex' }, { name: 'Tom' }] },
          { id: '2', animals: [{ id: 't' }, null] },
        ],
      },
      calls: { zoo: 0 },
    },
    'without the provided path': {
      operation: '{ plain { animals { name ... on Cat { age } } } }',
      data: {
        plain: [{ animals: [{ name: 'Rex' }, { name: 'Tom', age: 9 }] }, { animals: [{ name: 'Tom', age: 9 }, null] }],
      },
    },
    'provided and not, with a field that nobody provides': {
      operation: '{ media { animals { name age } } plain { animals { name } } }',
      data: {
        media: [
          {
            animals: [
              { name: 'Rex', age: 3 },
              { name: 'Tom', age: 9 },
            ],
          },
          { animals: [{ name: 'Tom', age: 9 }, null] },
        ],
        plain: [{ animals: [{ name: 'Rex' }, { name: 'Tom' }] }, { animals: [{ name: 'Tom' }, null] }],
      },
    },
  },
};
