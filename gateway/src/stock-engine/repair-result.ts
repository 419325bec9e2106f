import type { Logger } from '@accounts-center/subgraph-kit';
import type { GatewayExecutionResult } from '@apollo/server-gateway-interface';
import { GraphQLError, Kind } from 'graphql';
import { internalError } from '../errors/internal-error.ts';
import { atNotedPlace } from './error-place.ts';

/**
 * What @apollo/gateway answers, as the specification wants it: a null that a non-null type forbids is an error, a path
 * leads to a place in the data, and a failure of the engine itself is an internal error.
 */
export function repairResult(
  { data, errors, extensions }: GatewayExecutionResult,
  log: Logger,
): GatewayExecutionResult {
  const { valueCompletion: invalid = [] } = (extensions ?? {}) as { valueCompletion?: readonly GraphQLError[] };
  const all = [...(errors ?? []), ...invalid.map((error) => invalidValue(error, log))];
  if (all.length === 0) return { data: data ?? null };
  if (data !== undefined) return { data, errors: all.map(atNotedPlace) };
  return { errors: all.map((error) => (isAboutVariable(error) ? error : failure(error, log))) };
}

function invalidValue({ message, path }: GraphQLError, log: Logger): GraphQLError {
  log.error({ path, problem: message }, 'A subgraph answered with an invalid value');
  return internalError({ message, path });
}

function failure(error: GraphQLError, log: Logger): GraphQLError {
  log.error({ err: error }, 'The engine failed');
  return internalError({ status: 500 });
}

function isAboutVariable({ nodes }: GraphQLError): boolean {
  return nodes?.length === 1 && nodes[0]?.kind === Kind.VARIABLE_DEFINITION;
}
