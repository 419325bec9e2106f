import { ERROR_CODES, errorBody, internalErrorBody } from '@accounts-center/subgraph-kit';
import type { GraphQLFormattedError } from 'graphql';
import { visibleExtensions } from './visible-extensions.ts';

const SUBGRAPH_UNAVAILABLE = 'SUBGRAPH_UNAVAILABLE';

/** Codes that speak of the exchange between gateway and subgraph, not of the client's request. */
const INTERNAL_CODES: ReadonlySet<string> = new Set([
  ERROR_CODES.internal,
  'BAD_REQUEST',
  'DOWNSTREAM_SERVICE_ERROR',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
]);
const CODE = /^[A-Za-z][A-Za-z0-9_]*$/;
const BAD_LITERAL = /^Expected value of type /;

/** Stands where the data of a subgraph that gave no answer would stand. */
export function subgraphUnavailable(service: string): GraphQLFormattedError {
  return { message: `${service} does not answer`, extensions: { code: SUBGRAPH_UNAVAILABLE, service } };
}

/** The answer where there is nothing but the missing answer of a service. */
export function unavailableBody(service: string) {
  const { message, extensions } = errorBody(`${service} does not answer`, SUBGRAPH_UNAVAILABLE).errors[0];
  return { errors: [{ message, extensions: { ...extensions, service } }] };
}

/**
 * What a client may see of an error that a subgraph reported: all of it that the subgraph gave a code, else only that it failed.
 * @param onHidden is told of those that it may not see
 */
export function publicSubgraphError(
  error: GraphQLFormattedError,
  onHidden: (error: GraphQLFormattedError) => void,
): GraphQLFormattedError {
  const place = error.path && { path: error.path };
  const code = publicCodeOf(error);
  if (code !== undefined)
    return { message: error.message, ...place, extensions: visibleExtensions({ ...error.extensions, code }) };
  onHidden(error);
  return { ...place, ...internalErrorBody().errors[0] };
}

/** Whether a client may read what an error says. */
export function isForClients(error: GraphQLFormattedError): boolean {
  return publicCodeOf(error) !== undefined;
}

function publicCodeOf({ message, extensions }: GraphQLFormattedError): string | undefined {
  const code = extensions?.['code'];
  // The gateway knows custom scalars by name only, so a malformed literal of one is found by the subgraph.
  if (code === 'GRAPHQL_VALIDATION_FAILED' && BAD_LITERAL.test(message)) return ERROR_CODES.badInput;
  return typeof code === 'string' && CODE.test(code) && !INTERNAL_CODES.has(code) ? code : undefined;
}
