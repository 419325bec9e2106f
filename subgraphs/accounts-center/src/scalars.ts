import { dateTime } from '@accounts-center/subgraph-kit';
import { GraphQLError, GraphQLScalarType } from 'graphql';

const EmailAddress = new GraphQLScalarType<string, string>({
  name: 'EmailAddress',
  serialize: String,
  // What is no address gets a typed answer from the mutation it is sent to.
  parseValue(value) {
    if (typeof value !== 'string') throw new GraphQLError('An EmailAddress is a string.');
    return value;
  },
});

/** The scalars of the graph that need more than their declaration. */
export const scalars = { DateTime: dateTime, EmailAddress };
