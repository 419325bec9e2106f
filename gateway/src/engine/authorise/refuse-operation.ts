import { ERROR_CODES } from '@accounts-center/subgraph-kit';
import { HeaderMap } from '@apollo/server';
import { GraphQLError, type OperationDefinitionNode } from 'graphql';
import type { AccessOutcome } from './decide-access.ts';
import { findGuardedFields, type Guarded } from './guarded-fields.ts';

const MAX_NAMED = 10;

/** Refuses a whole operation for what its caller may not read of it, by the client's own names. */
export function refuseOperation(
  operation: OperationDefinitionNode,
  guarded: Guarded,
  { met, isAuthenticated }: AccessOutcome,
): GraphQLError {
  const names = new Set<string>();
  findGuardedFields(operation, guarded, (rule, path) => {
    if (!met.has(rule)) names.add(path.join('.'));
  });
  const named = [...names].slice(0, MAX_NAMED).join(', ');
  const [status, code] = isAuthenticated ? [403, ERROR_CODES.forbidden] : [401, ERROR_CODES.unauthenticated];
  return new GraphQLError(`You may not read ${named}${names.size > MAX_NAMED ? ' and more' : ''}.`, {
    extensions: { code, http: { status, headers: new HeaderMap() } },
  });
}
