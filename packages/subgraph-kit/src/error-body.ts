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

const CODES: Readonly<Record<number, string>> = {
  401: ERROR_CODES.unauthenticated,
  403: ERROR_CODES.forbidden,
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  408: 'REQUEST_TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  414: 'URI_TOO_LONG',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  431: 'HEADERS_TOO_LARGE',
};

/** The code in the body of an answer with this status, 400 to 499. */
export function codeOfStatus(status: number): string {
  return CODES[status] ?? 'BAD_REQUEST';
}
