import { currentRequestId, ERROR_CODES, type Logger } from '@accounts-center/subgraph-kit';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { internalError } from './internal-error.ts';
import { visibleExtensions } from './visible-extensions.ts';

/** A message may repeat what the client has sent; many may do so in one answer. */
const MAX_MESSAGE_LENGTH = 1_000;
/** It has five names at most. */
const MAX_SUGGESTION_LENGTH = 4_000;

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
  const place = { ...(locations && { locations }), ...(path && { path }) };
  if (isUnexpected(error)) {
    const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
    log.error({ err: cause, path }, 'Unexpected error in a GraphQL request');
    return { ...place, ...internalError().toJSON() };
  }
  if (extensions['code'] === NO_OPERATION) {
    const message = cut(whole);
    log.info({ errorCode: NO_OPERATION, reason: message }, 'A request was refused');
    return { message, extensions: visibleExtensions({ code: NO_OPERATION, requestId: currentRequestId() }) };
  }
  const isHint = hidesSchema && extensions['code'] === ERROR_CODES.badInput && OF_VARIABLE.test(whole);
  return {
    message: cut(isHint ? withoutSuggestion(whole) : whole),
    ...place,
    extensions: visibleExtensions(ofThisRequest(extensions, log)),
  };
}

/** It stands at the end, behind what may be very long. */
function withoutSuggestion(message: string): string {
  const at = Math.max(0, message.length - MAX_SUGGESTION_LENGTH);
  return message.slice(0, at) + message.slice(at).replace(SUGGESTION, '');
}

function cut(message: string): string {
  return message.length > MAX_MESSAGE_LENGTH ? `${message.slice(0, MAX_MESSAGE_LENGTH)}…` : message;
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
