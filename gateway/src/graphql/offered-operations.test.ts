import { buildSchema, parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import { offeredOperations } from './offered-operations.ts';

it('refuses operations of a kind that the schema lacks', () => {
  const schema = buildSchema('type Query { a: Int }');
  const check = (source: string): string[] =>
    validate(schema, parse(source), [offeredOperations]).map(({ message }) => message);
  expect(check('query A { a } subscription B { a } mutation C { a }')).toEqual([
    'The graph has no subscriptions.',
    'The graph has no mutations.',
  ]);
});
