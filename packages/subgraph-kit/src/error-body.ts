import { ERROR_CODES } from './errors.ts';
import { currentRequestId } from './request-scope.ts';

/** The body of an answer that has no data, in the form of a GraphQL response. */
export interface ErrorBody {
  readonly errors: readonly [{ message: string; extensions: { code: string; requestId?: string } }];
}

/** A body with one error, under the current request's id. */
export function errorBody(message: string, code: string): ErrorBody {
  const requestId = currentRequestId();
  return { errors: [{ message, extensions: { code, ...(requestId !== undefined && { requestId }) } }] };
}

/** The answer to a call without a valid identity, whatever is wrong with it. */
export function unauthenticatedBody(): ErrorBody {
  return errorBody('The call carries no valid identity.', ERROR_CODES.unauthenticated);
}

/** The answer to a call that failed unexpectedly; the reason is in the log. */
export function internalErrorBody(): ErrorBody {
  return errorBody('Internal server error', ERROR_CODES.internal);
}
