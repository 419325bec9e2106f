import { buildSchema, parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import { onePassword } from './one-password.ts';

const schema = buildSchema(`
  type Query { a: Int }
  input SignIn { username: String! password: String! }
  input Rename { username: String! }
  type Mutation { signIn(input: SignIn!): Int prove(input: SignIn!): Int rename(input: Rename!): Int }
`);
const signIn = 'signIn(input: { username: "a", password: "b" })';
const refused = ['An operation may try one password.'];
const check = (source: string): string[] =>
  validate(schema, parse(source), [onePassword]).map(({ message }) => message);

it.each([
  `mutation { ${signIn} }`,
  `mutation { ${signIn} one: rename(input: { username: "a" }) two: rename(input: { username: "b" }) }`,
  `mutation { ${signIn} ...Again } fragment Again on Mutation { ${signIn} ...Again ...Missing }`,
  `mutation A { ${signIn} } mutation B { ${signIn} }`,
  '{ a }',
])('an operation may try one: %s', (source) => {
  expect(check(source)).toEqual([]);
});

it.each([
  `mutation { one: ${signIn} two: ${signIn} }`,
  `mutation { ${signIn} prove(input: { username: "a", password: "b" }) }`,
  `mutation { ${signIn} ... on Mutation { two: ${signIn} } }`,
  `mutation { ...One rename(input: { username: "a" }) ...Two }
   fragment One on Mutation { one: ${signIn} } fragment Two on Mutation { two: ${signIn} }`,
])('F4: and no two: %s', (source) => {
  expect(check(source)).toEqual(refused);
});
