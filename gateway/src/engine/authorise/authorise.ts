import type { GraphQLError, OperationDefinitionNode } from 'graphql';
import type { EngineOptions } from '../engine-options.ts';
import type { SchemaVersion } from '../schema-version.ts';
import { type AccessOutcome, type AccessParts, type Asking, decideAccess, type Guard } from './decide-access.ts';
import { refuseOperation } from './refuse-operation.ts';

/**
 * Decides what of an operation a caller may read.
 * @returns an error where the operation is to be refused
 */
export async function authorise<Caller>(
  guard: Guard,
  request: Asking<Caller> & { readonly operation: OperationDefinitionNode; readonly version: SchemaVersion },
  parts: AccessParts<Caller> & Pick<EngineOptions<Caller>, 'unauthorized'>,
): Promise<AccessOutcome | GraphQLError> {
  const { operation, version } = request;
  const outcome = await decideAccess(guard, request, parts);
  const isRefused = parts.unauthorized === 'refuse' && outcome.key !== '';
  return isRefused ? refuseOperation(operation, version.supergraph, outcome) : outcome;
}
