import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { internalErrorBody } from './error-body.ts';
import { ERROR_CODES } from './errors.ts';
import type { Logger } from './logger.ts';

/**
 * What a caller may see of an error. Errors with a code of their own pass, without stack traces; any other is logged
 * in full and replaced by a neutral message with the request's id. Fits Apollo Server's `formatError`.
 */
export function maskError(formatted: GraphQLFormattedError, error: unknown, log: Logger): GraphQLFormattedError {
  const { message, locations, path, extensions = {} } = formatted;
  const place = { ...(locations && { locations }), ...(path && { path }) };
  const { stacktrace: _, ...visible } = extensions;
  const { code } = visible as { code?: unknown };
  if (typeof code === 'string' && code !== ERROR_CODES.internal) return { message, ...place, extensions: visible };
  const original = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  log.error({ err: original, path }, 'Unexpected error in a GraphQL operation');
  const [internalError] = internalErrorBody().errors;
  return { ...internalError, ...place };
}
