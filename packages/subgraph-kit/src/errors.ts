import { GraphQLError } from 'graphql';

/** The codes of a request's own faults; whatever has none of them is unexpected and masked. */
export const ERROR_CODES = {
  unauthenticated: 'UNAUTHENTICATED',
  forbidden: 'FORBIDDEN',
  badInput: 'BAD_USER_INPUT',
  internal: 'INTERNAL_SERVER_ERROR',
} as const;

/** The caller has to sign in first. */
export function unauthenticated(message = 'You have to be signed in.'): GraphQLError {
  return new GraphQLError(message, { extensions: { code: ERROR_CODES.unauthenticated } });
}

/** The caller is known and may not do this. */
export function forbidden(message = 'You may not do this.'): GraphQLError {
  return new GraphQLError(message, { extensions: { code: ERROR_CODES.forbidden } });
}

/** The request itself is malformed. What a person can mend belongs in `userErrors` instead. */
export function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: ERROR_CODES.badInput } });
}
