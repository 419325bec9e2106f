import { parser } from '@graphql-eslint/eslint-plugin';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import * as rules from './rules.ts';

const connection = `type User { id: ID! }
type UserEdge { node: User! }
type UserConnection { nodes: [User!]! edges: [UserEdge!]! pageInfo: PageInfo! }`;

const mutation = 'type Mutation { doIt(input: DoItInput!): DoItPayload }';

describe('the rules of the SDL', () => {
  it.each<[keyof typeof rules, string, string[]]>([
    ['mutationShape', `${mutation} type DoItPayload { userErrors: [DoItError!]! }`, []],
    ['mutationShape', `${mutation} type DoItPayload { done: Int }`, ['answers a payload with userErrors: [XError!]!']],
    ['mutationShape', 'type Mutation { signOut: SignOutPayload! }', ['answers SignOutPayload, nullable']],
    [
      'mutationShape',
      'type Mutation { a(input: B!, c: C): APayload } type APayload { userErrors: [AError!]! }',
      ['takes one argument, input', 'is of the type AInput!'],
    ],
    ['errorShape', 'type AError implements UserError { code: AErrorCode! }', []],
    ['errorShape', 'type AError { code: Code! }', ['implements UserError', 'has code: AErrorCode!']],
    ['connectionShape', `${connection} type Query { users(first: Int! = 20, after: String): UserConnection }`, []],
    ['connectionShape', 'type Query { users: UserConnection! }', ['takes first: Int! = … and after: String']],
    ['connectionShape', 'type UserConnection { nodes: [User!]! pageInfo: PageInfo! }', ['has edges: [UserEdge!]!']],
    [
      'listSizes',
      `${connection} type AError { code: Int } type A {
        friends: [User!] @listSize(assumedSize: 5) names: [String!]! userErrors: [AError!]!
        users(first: Int! = 20): UserConnection
          @listSize(assumedSize: 100, slicingArguments: ["first"], sizedFields: ["nodes", "edges"])
      }`,
      [],
    ],
    [
      'listSizes',
      `${connection} type A { friends: [User!]! users(first: Int! = 20): UserConnection! @listSize(assumedSize: 5) }`,
      [
        'says how long it gets: @listSize(assumedSize: …)',
        'says how long it gets: @listSize(assumedSize: 100, slicingArguments: ["first"] …)',
      ],
    ],
    ['booleanNames', 'type A { isOn: Boolean! hasB: Boolean issued: Boolean }', ['begins with is, has or can']],
    ['deprecationWords', 'type A { b: Int @deprecated(reason: "Use `c`. Gone on 2027-01-31.") c: Int }', []],
    [
      'deprecationWords',
      'type A { b: Int @deprecated }',
      ['is deprecated for a `replacement`, until a day like 2027-01-31'],
    ],
  ])('%s of %s', (name, sdl, messages) => {
    expect(lint(name, sdl)).toEqual(messages);
  });
});

function lint(name: keyof typeof rules, sdl: string): string[] {
  const config = {
    files: ['**/*.graphql'],
    languageOptions: { parser },
    plugins: { sdl: { rules } },
    rules: { [`sdl/${name}`]: 'error' },
  };
  return new Linter().verify(sdl, config as unknown as Linter.Config, 'schema.graphql').map(({ message }) => message);
}
