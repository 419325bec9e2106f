import type { TestSubgraph } from './test-graph.ts';

/** People, whom one subgraph names and the other gives an age and posts. */
export const people: TestSubgraph = {
  sdl: `
    type Query { me: Person people: [Person!] wait: Int }
    type Mutation { rename: Person }
    type Person @key(fields: "id") { id: ID! name: String }`,
  resolvers: {
    Query: {
      me: () => ({ id: '1', name: 'Ann' }),
      people: () => [{ id: '1' }, { id: '2' }, { id: '1' }],
      wait: () => 1,
    },
    Mutation: { rename: () => ({ id: '1', name: 'Bea' }) },
  },
};
export const posts: TestSubgraph = {
  sdl: `
    type Query { latest: Post }
    type Person @key(fields: "id") { id: ID! posts: [Post] age(unit: String): String }
    type Post @key(fields: "id") { id: ID! author: Person likes: Int }`,
  resolvers: {
    Query: { latest: () => ({ id: 'p9', author: { id: '2' }, likes: 9 }) },
    Person: {
      __resolveReference: ({ id }: { id: string }) => ({
        id,
        posts: [{ id: `p${id}`, likes: 0, author: { id } }],
        age: `4${id}`,
      }),
    },
  },
};
