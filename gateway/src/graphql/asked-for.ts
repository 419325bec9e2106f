import { type DirectiveNode, Kind, type SelectionNode, type VariableDefinitionNode } from 'graphql';
import type { GivenVariables } from './cost-terms.ts';

interface Variables {
  readonly definitions: readonly VariableDefinitionNode[];
}

type Condition = boolean | ((variables: GivenVariables) => boolean);

/** Whether a selection is asked for, by its `@skip` and `@include`. */
export function whenAsked({ directives = [] }: SelectionNode, variables: Variables): Condition {
  if (directives.length === 0) return true;
  return directives.map((each) => conditionOf(each, variables)).reduce(both, true);
}

function conditionOf({ name, arguments: given = [] }: DirectiveNode, { definitions }: Variables): Condition {
  const isSkip = name.value === 'skip';
  if (!isSkip && name.value !== 'include') return true;
  const value = given.find((each) => each.name.value === 'if')?.value;
  if (value?.kind === Kind.BOOLEAN) return value.value !== isSkip;
  if (value?.kind !== Kind.VARIABLE) return true;
  const variable = value.name.value;
  const { defaultValue } = definitions.find((each) => each.variable.name.value === variable) ?? {};
  const byDefault = defaultValue?.kind === Kind.BOOLEAN ? defaultValue.value : undefined;
  // What is no Boolean is refused when variables are coerced.
  return (variables) => (Object.hasOwn(variables, variable) ? variables[variable] : byDefault) !== isSkip;
}

function both(one: Condition, other: Condition): Condition {
  if (typeof one === 'boolean') return one && other;
  if (typeof other === 'boolean') return other && one;
  return (variables) => one(variables) && other(variables);
}
