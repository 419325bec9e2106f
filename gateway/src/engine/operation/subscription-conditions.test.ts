import { buildSchema, parse, specifiedRules, validate } from 'graphql';
import { expect, test } from 'vitest';
import { subscriptionConditions } from './subscription-conditions.ts';

const schema = buildSchema('type Query { a: Int } type Subscription { a: A } type A { id: ID }');
const check = (source: string) =>
  validate(schema, parse(source), [...specifiedRules, subscriptionConditions]).map(({ message }) => message);

test.each([
  'subscription ($x: Boolean!) { a @include(if: $x) { id } }',
  'subscription { a @skip(if: false) { id } }',
  'subscription ($x: Boolean!) { ... @skip(if: $x) { a { id } } }',
  'subscription ($x: Boolean!) { ...F } fragment F on Subscription { a @skip(if: $x) { id } ...F }',
  '{ a } subscription S($x: Boolean = true) { a @include(if: $x) { id } }',
])('refuses %s', (source) => {
  expect(check(source)).toEqual(['The field of a subscription can not have @skip or @include.']);
});

test.each(['subscription ($x: Boolean!) { a { id @include(if: $x) } }', 'query ($x: Boolean!) { a @include(if: $x) }'])(
  'lets %s be',
  (source) => {
    expect(check(source)).toEqual([]);
  },
);
