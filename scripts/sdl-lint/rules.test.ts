import { readFileSync } from 'node:fs';
import { parser } from '@graphql-eslint/eslint-plugin';
import { ESLint, Linter } from 'eslint';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { apiPath, apps, readSubgraphSdl, renameForApp, services } from '../../schema/src/index.ts';
import * as rules from './rules.ts';
import { withoutKey } from './without-key.ts';

const connection = `type User { id: ID! }
type UserEdge { node: User! }
type UserConnection { nodes: [User!]! edges: [UserEdge!]! pageInfo: PageInfo! }`;

const mutation = 'type Mutation { doIt(input: DoItInput!): DoItPayload }';

const KEY_WANTED = 'takes an idempotencyKey: String!, or is named in without-key.ts';

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
    ['idempotencyKeys', `${mutation} input DoItInput { idempotencyKey: String! }`, []],
    ['idempotencyKeys', 'type Mutation { signOut: A signIn(input: SignInInput!): A followWhatsAppUser: A }', []],
    ['idempotencyKeys', `${mutation} input DoItInput { id: ID! }`, [KEY_WANTED]],
    ['idempotencyKeys', `${mutation} input DoItInput { idempotencyKey: String }`, [KEY_WANTED]],
    ['idempotencyKeys', 'type Mutation { doIt: DoItPayload followNobodysUser: A }', [KEY_WANTED, KEY_WANTED]],
    [
      'idempotencyKeys',
      'type Mutation { signIn(input: SignInInput!): A } input SignInInput { idempotencyKey: String! }',
      ['takes an idempotencyKey, so it is not named in without-key.ts'],
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

it('D3: what takes no idempotency key is a mutation of the graph, and has a reason of one line', () => {
  const graph = buildSchema(readFileSync(apiPath, 'utf8'));
  const mutations = Object.keys(graph.getMutationType()?.getFields() ?? {});
  const isThere = (name: string) => apps.some((entry) => mutations.includes(renameForApp(name, entry)));
  expect(Object.keys(withoutKey).filter((name) => !isThere(name))).toEqual([]);
  expect(Object.entries(withoutKey).filter(([, reason]) => !/^[A-Z].+\.$/.test(reason))).toEqual([]);
});

it.each(services)('D3: npm run check finds a mutation of $name without a key', async ({ name }) => {
  const sdl = readSubgraphSdl(name);
  const lintAsConfigured = async (text: string) => {
    const [result] = await new ESLint().lintText(text, { filePath: `schema/subgraphs/${name}.graphql` });
    return result?.messages.map(({ ruleId }) => ruleId);
  };
  expect(await lintAsConfigured(sdl)).toEqual([]);
  const found = await lintAsConfigured(sdl.replaceAll('idempotencyKey: String!', 'requestId: String!'));
  expect(new Set(found)).toEqual(new Set(['conventions/idempotency-keys']));
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
