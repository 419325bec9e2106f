import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';

/** An error that refuses an operation before it runs, with a status over HTTP. */
export function operationRefusal(status: number, code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status, headers: new HeaderMap() } } });
}
