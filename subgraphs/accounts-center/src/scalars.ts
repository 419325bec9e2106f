import { GraphQLError, GraphQLScalarType } from 'graphql';

const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/;

const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize(value) {
    if (!(value instanceof Date)) throw new GraphQLError('A DateTime is made of a Date.');
    return value.toISOString();
  },
  parseValue(value) {
    const instant = typeof value === 'string' && instantForm.test(value) ? new Date(value) : undefined;
    if (instant === undefined || Number.isNaN(instant.getTime()))
      throw new GraphQLError('A DateTime has the form 2026-11-23T10:00:00.000Z.');
    return instant;
  },
});

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
export const scalars = { DateTime, EmailAddress };
