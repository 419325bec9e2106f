import { GraphQLError } from 'graphql';

/** Stands where a field was not read for want of a right, in the words of Apollo's router. */
export function unauthorisedField(path: readonly (string | number)[]): GraphQLError {
  return new GraphQLError('Unauthorized field or type', {
    path,
    extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
  });
}
