import { ERROR_CODES } from '@accounts-center/subgraph-kit';
import { GraphQLError, type GraphQLSchema, getVariableValues, type VariableDefinitionNode } from 'graphql';

/** Each tells the whole value that it is about. */
const MAX_ERRORS = 3;

export type Variables = Readonly<Record<string, unknown>>;

/** A client's variables as the specification coerces them, defaults filled in, or what is wrong with them. */
export function coerceVariables(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  given: Variables,
): { readonly values: Variables } | { readonly errors: readonly GraphQLError[] } {
  if (definitions.length === 0) return { values: {} };
  const { coerced, errors } = getVariableValues(schema, definitions, given, { maxErrors: MAX_ERRORS });
  return errors ? { errors: errors.map(badInput) } : { values: coerced };
}

function badInput({ message, nodes }: GraphQLError): GraphQLError {
  return new GraphQLError(message, { nodes: nodes ?? [], extensions: { code: ERROR_CODES.badInput } });
}
