import { currentRequestId, ERROR_CODES, type Logger } from '@accounts-center/subgraph-kit';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { internalError } from './internal-error.ts';
import { visibleExtensions } from './visible-extensions.ts';

/** A message may repeat what the client has sent; many may do so in one answer. */
const MAX_MESSAGE_LENGTH = 1_000;

/** The code of a request in which there is no operation. */
const NO_OPERATION = 'BAD_REQUEST';

/** How graphql-js begins to say what is wrong with a variable, and how it ends where it knows a name that is like the wrong one. */
const OF_VARIABLE = /^Variable "\$/;
const SUGGESTION = / Did you mean (the enum value )?("[^"]*"(,| or|, or)? ?)+\?$/;

/**
 * What a client may see of any error on its way out; Apollo Server's `formatError`. An error that nobody gave a code is
 * unexpected: it is logged in full and replaced.
 * @param error as it was before Apollo Server gave it a code
 * @param options.hidesSchema whether names that the client did not write are left out; of documents Apollo Server does it
 */
export function publicError(
  { message: whole, locations, path, extensions = {} }: GraphQLFormattedError,
  error: unknown,
  { hidesSchema, log }: { readonly hidesSchema: boolean; readonly log: Logger },
): GraphQLFormattedError {
  const message = whole.length > MAX_MESSAGE_LENGTH ? `${whole.slice(0, MAX_MESSAGE_LENGTH)}…` : whole;
  const place = { ...(locations && { locations }), ...(path && { path }) };
  if (isUnexpected(error)) {
    const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
    log.error({ err: cause, path }, 'Unexpected error in a GraphQL request');
    return { ...place, ...internalError().toJSON() };
  }
  if (extensions['code'] === NO_OPERATION) {
    log.info({ errorCode: NO_OPERATION, reason: message }, 'A request was refused');
    return { message, extensions: visibleExtensions({ code: NO_OPERATION, requestId: currentRequestId() }) };
  }
  const isHint = hidesSchema && extensions['code'] === ERROR_CODES.badInput && OF_VARIABLE.test(message);
  const shown = isHint ? message.replace(SUGGESTION, '') : message;
  return { message: shown, ...place, extensions: visibleExtensions(ofThisRequest(extensions, log)) };
}

/** Extensions with the id of the request that is being answered: a call of a subgraph may have been another's as well. */
function ofThisRequest(extensions: Readonly<Record<string, unknown>>, log: Logger): Readonly<Record<string, unknown>> {
  const [sentBy, requestId] = [extensions['requestId'], currentRequestId()];
  if (sentBy === undefined || sentBy === requestId) return extensions;
  log.info({ sentBy }, 'A call that failed was sent for another request, too');
  return { ...extensions, requestId };
}

function isUnexpected(error: unknown): boolean {
  return !(error instanceof GraphQLError) || error.extensions['code'] === undefined;
}
