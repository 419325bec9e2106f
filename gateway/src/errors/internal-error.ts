import { internalErrorBody } from '@accounts-center/subgraph-kit';
import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';

/**
 * An unexpected failure as the client may see it: with the request's id, by which the log has the rest.
 * @param details.message for the few internal failures that can be named
 * @param details.status of the HTTP answer, where there is no data at all
 */
export function internalError(
  details: { message?: string; path?: GraphQLError['path']; status?: number } = {},
): GraphQLError {
  const [standard] = internalErrorBody().errors;
  const { message = standard.message, path, status } = details;
  const http = status !== undefined && { http: { status, headers: new HeaderMap() } };
  return new GraphQLError(message, { ...(path && { path }), extensions: { ...standard.extensions, ...http } });
}
