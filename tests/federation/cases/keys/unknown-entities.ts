import type { Graph } from '../../harness/graph.ts';

const noReference = 'one schema knows every entity';

/** A subgraph that does not know an entity answers null for it: its fields are null, the others stay. */
export const unknownEntities: Graph = {
  subgraphs: {
    people: `
      type Query { person: Person people: [Person!]! strict: [Strict!] }
      type Person @key(fields: "id") { id: ID! name: String boss: Person }
      type Strict @key(fields: "id") { id: ID! }`,
    pay: `
      type Person @key(fields: "id") { id: ID! salary: Int bonus: [Int!] }
      type Strict @key(fields: "id") { id: ID! must: Int! }`,
  },
  data: {
    Query: { person: 'ghost', people: ['ann', 'ghost', 'bob', 'ghost'], strict: ['firm', 'gone'] },
    Person: {
      ann: { id: '1', name: 'Ann', boss: 'ghost', salary: 1, bonus: [1] },
      bob: { id: '2', name: 'Bob', boss: 'ann', salary: 2, bonus: [] },
      ghost: { id: '3', name: 'Ghost', boss: 'bob', salary: 3, bonus: [3] },
    },
    Strict: { firm: { id: '1', must: 1 }, gone: { id: '2', must: 2 } },
  },
  unknown: { pay: ['ghost', 'gone'] },
  cases: {
    'a single one': {
      operation: '{ person { name salary bonus } }',
      data: { person: { name: 'Ghost', salary: null, bonus: null } },
      noReference,
    },
    'some of a list': {
      operation: '{ people { salary name } }',
      data: {
        people: [
          { salary: 1, name: 'Ann' },
          { salary: null, name: 'Ghost' },
          { salary: 2, name: 'Bob' },
          { salary: null, name: 'Ghost' },
        ],
      },
      noReference,
    },
    'on the way to another': {
      operation: '{ people { boss { salary boss { salary } } } }',
      data: {
        people: [
          { boss: { salary: null, boss: { salary: 2 } } },
          { boss: { salary: 2, boss: { salary: 1 } } },
          { boss: { salary: 1, boss: { salary: null } } },
          { boss: { salary: 2, boss: { salary: 1 } } },
        ],
      },
      noReference,
    },
    'whose field must not be null': {
      operation: '{ strict { id must } }',
      data: { strict: null },
      errors: [{ message: 'Cannot return null for non-nullable field Strict.must.', path: ['strict', 1, 'must'] }],
      noReference,
    },
  },
};
