import { ERROR_CODES } from '@accounts-center/subgraph-kit';
import { type DirectiveNode, type DocumentNode, GraphQLError, Kind, visit } from 'graphql';
import type { Variables } from './coerce-variables.ts';

/** In the order in which a selection is asked whether it is wanted. */
const CONDITIONS = ['skip', 'include'];

/**
 * A selection's directives without its conditions, as the variables decide them, or that it is not wanted.
 * @throws GraphQLError for a condition that the client made null, which a variable with a default allows
 */
export function remainingDirectives(
  directives: readonly DirectiveNode[] = [],
  variables: Variables,
): readonly DirectiveNode[] | 'never' {
  for (const name of CONDITIONS) {
    const directive = directives.find((each) => each.name.value === name);
    if (directive && holds(directive, variables) !== (name === 'include')) return 'never';
  }
  return directives.filter(({ name }) => !CONDITIONS.includes(name.value));
}

function holds({ arguments: [condition] = [] }: DirectiveNode, variables: Variables): boolean {
  const value = condition?.value;
  if (value?.kind !== Kind.VARIABLE) return value?.kind === Kind.BOOLEAN && value.value;
  if (variables[value.name.value] !== null) return variables[value.name.value] === true;
  // In the words of graphql-js, which says so at each place, and answers others.
  throw new GraphQLError('Argument "if" of non-null type "Boolean!" must not be null.', {
    nodes: value,
    extensions: { code: ERROR_CODES.badInput },
  });
}

/** The variables on which it depends what is wanted. */
export function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ name, arguments: [condition] = [] }) => {
      if (CONDITIONS.includes(name.value) && condition?.value.kind === Kind.VARIABLE)
        names.add(condition.value.name.value);
    },
  });
  return [...names];
}
