import { readFileSync } from 'node:fs';
import { apiPath } from '@accounts-center/schema';
import {
  buildSchema,
  type DocumentNode,
  getNullableType,
  getOperationAST,
  getVariableValues,
  isInputObjectType,
  isNonNullType,
  Kind,
  parse,
  typeFromAST,
  validate,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { placeholdersIn } from './placeholders.ts';
import { tabs } from './tabs.ts';

const schema = buildSchema(readFileSync(apiPath, 'utf8'));
const opened = tabs.map(({ query, variables }, place) => {
  const document = parse(query);
  return {
    place,
    query,
    document,
    operation: getOperationAST(document),
    variables: JSON.parse(variables || '{}') as Record<string, unknown>,
    placeholders: placeholdersIn(variables).filter((name) => name.includes('.')),
  };
});

it('the first tab signs in; the walk goes on in the order of the README', () => {
  const names = opened.map(({ operation }) => operation?.name?.value ?? '');
  const walk = ['SignIn', 'StartLink', 'ProveAccountControl', 'LinkAccount', 'SyncProfile', 'CrossPost'];
  const rest = ['ReadEverything', 'UnlinkAccount'];
  expect(names[0]).toBe('SignIn');
  expect(names.filter((name) => [...walk, ...rest].includes(name))).toEqual([...walk, ...rest]);
});

describe.each(opened)('$operation.name.value', ({ place, query, document, operation, variables, placeholders }) => {
  it('is an operation of the graph, with a word on it', () => {
    expect(validate(schema, document)).toEqual([]);
    expect(query).toMatch(/^# \w/);
  });

  it('takes the variables that its tab has', () => {
    expect(getVariableValues(schema, operation?.variableDefinitions ?? [], variables).errors).toBeUndefined();
  });

  it('names all that is never null, also what has a default: the editor marks it where it is missing', () => {
    const input = operation?.variableDefinitions?.[0]?.type;
    const type = input && getNullableType(typeFromAST(schema, input));
    const fields = isInputObjectType(type) ? Object.values(type.getFields()) : [];
    const expected = fields.filter((field) => isNonNullType(field.type)).map(({ name }) => name);
    expect(Object.keys(variables['input'] ?? {})).toEqual(expect.arrayContaining(expected));
  });

  it('takes ids from answers to the tabs before it', () => {
    const earlier = opened.slice(0, place).map((tab) => tab.document);
    for (const placeholder of placeholders) expect(earlier.some((before) => answers(before, placeholder))).toBe(true);
  });
});

/** Whether an operation selects what a placeholder names. */
function answers(document: DocumentNode, placeholder: string): boolean {
  const [name, ...path] = placeholder.split('.');
  let place = getOperationAST(document)?.selectionSet;
  if (getOperationAST(document, name) == null) return false;
  return path.every((key) => {
    const field = place?.selections.find((each) => each.kind === Kind.FIELD && (each.alias ?? each.name).value === key);
    place = field?.kind === Kind.FIELD ? field.selectionSet : undefined;
    return field !== undefined;
  });
}
