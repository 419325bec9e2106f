import { readFileSync } from 'node:fs';
import { apiPath } from '@accounts-center/schema';
import { buildSchema, getOperationAST, getVariableValues, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { tabs } from './tabs.ts';

const schema = buildSchema(readFileSync(apiPath, 'utf8'));
const opened = tabs.map(({ query, variables }) => {
  const document = parse(query);
  return {
    document,
    operation: getOperationAST(document),
    variables: JSON.parse(variables || '{}') as Record<string, unknown>,
  };
});

it('the first tab signs in, the second reads', () => {
  expect(opened.slice(0, 2).map(({ operation }) => operation?.name?.value)).toEqual(['SignIn', 'ReadEverything']);
});

describe.each(opened)('$operation.name.value', ({ document, operation, variables }) => {
  it('is an operation of the graph', () => {
    expect(validate(schema, document)).toEqual([]);
  });

  it('takes the variables that its tab has', () => {
    expect(getVariableValues(schema, operation?.variableDefinitions ?? [], variables).errors).toBeUndefined();
  });
});
