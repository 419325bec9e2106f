import { type DirectiveNode, Kind, type OperationDefinitionNode, visit } from 'graphql';
import type { Variables } from './coerce-variables.ts';

/** What a directive says of whether its selection is wanted; `undefined` when it depends on a variable or says nothing. */
export function isWanted(
  { name, arguments: [condition] = [] }: DirectiveNode,
  variables: Variables,
): boolean | undefined {
  if (name.value !== 'skip' && name.value !== 'include') return undefined;
  const value = condition?.value;
  if (value?.kind === Kind.BOOLEAN) return value.value === (name.value === 'include');
  if (value?.kind !== Kind.VARIABLE || !Object.hasOwn(variables, value.name.value)) return undefined;
  return variables[value.name.value] === (name.value === 'include');
}

/** The variables on which it depends what is wanted. */
export function conditionVariables(operation: OperationDefinitionNode): readonly string[] {
  const names = new Set<string>();
  visit(operation, {
    Directive: ({ name, arguments: [condition] = [] }) => {
      if (name.value !== 'skip' && name.value !== 'include') return;
      if (condition?.value.kind === Kind.VARIABLE) names.add(condition.value.name.value);
    },
  });
  return [...names];
}
