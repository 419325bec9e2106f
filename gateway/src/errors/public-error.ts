import { currentRequestId, ERROR_CODES, type Logger } from '@accounts-center/subgraph-kit';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { internalError } from './internal-error.ts';
import { visibleExtensions } from './visible-extensions.ts';

/** The code of a request in which there is no operation. */
const NO_OPERATION = 'BAD_REQUEST';

/**
 * What a client may see of any error on its way out; Apollo Server's `formatError`. An error that nobody gave a code is
 * unexpected: it is logged in full and replaced.
 */
export function publicError(
  { message, locations, path, extensions = {} }: GraphQLFormattedError,
  error: unknown,
  log: Logger,
): GraphQLFormattedError {
  const place = { ...(locations && { locations }), ...(path && { path }) };
  const isUnexpected = extensions['code'] === ERROR_CODES.internal && extensions['requestId'] === undefined;
  if (extensions['code'] === NO_OPERATION) {
    log.info({ code: NO_OPERATION, reason: message }, 'A request was refused');
    return { message, extensions: visibleExtensions({ code: NO_OPERATION, requestId: currentRequestId() }) };
  }
  if (!isUnexpected) return { message, ...place, extensions: visibleExtensions(extensions) };
  log.error(
    { err: error instanceof GraphQLError ? (error.originalError ?? error) : error, path },
    'Unexpected error in a GraphQL request',
  );
  return { ...place, ...internalError().toJSON() };
}
