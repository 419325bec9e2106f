import { describe, expect, it } from 'vitest';
import { type MergeOptions, mergeSdl, printSdl } from './merge.ts';

function merge(bodies: string[], options?: MergeOptions): string {
  return printSdl(
    mergeSdl(
      bodies.map((body, index) => ({ name: `slice ${index + 1}`, body })),
      options,
    ),
  );
}

describe('mergeSdl', () => {
  it('makes one type of the root types, and puts extensions into what they extend', () => {
    const merged = merge([
      'extend interface User { posts: [String!]! } type Query { users: [User!]! }',
      'interface User { id: ID! } type Query { posts: [String!]! } type Mutation { post: String }',
    ]);
    expect(merged).toBe(`type Query {
  posts: [String!]!
  users: [User!]!
}

type Mutation {
  post: String
}

interface User {
  id: ID!
  posts: [String!]!
}
`);
  });

  it('gives the same text whatever the order of the sources', () => {
    const slices = ['type Query { b: B }', 'type Query { a: A }', 'type B { id: ID! }', 'type A { id: ID! }'];
    expect(merge([...slices].reverse())).toBe(merge(slices));
  });

  it('refuses what is declared twice, by the name of the second source', () => {
    expect(() => merge(['type A { id: ID! }', 'type A { id: ID! }'])).toThrow('slice 2: A is declared already');
    expect(() => merge(['type Query { a: ID }', 'type Query { a: ID }'])).toThrow(
      'slice 2: Query.a is declared already',
    );
  });

  it('refuses the extension of what is not there, or of another kind', () => {
    expect(() => merge(['extend type A { id: ID! }'])).toThrow('slice 1: A is extended');
    expect(() => merge(['interface A { id: ID! }', 'extend type A { b: ID! }'])).toThrow('slice 2: A is extended');
  });

  it('unites alternatives where told to, unless they contradict each other', () => {
    const unite = { uniteAlternatives: true };
    expect(merge(['enum Relation { NONE FOLLOWING }', 'enum Relation { NONE FRIENDS }'], unite)).toContain(
      'FOLLOWING\n  FRIENDS',
    );
    expect(() => merge(['type A { a: ID! }', 'type A { a: String }'], unite)).toThrow(
      'slice 2: A.a is declared already',
    );
  });
});
