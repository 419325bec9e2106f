import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/;

/** `DateTime`: a Date here, ISO 8601 in UTC with milliseconds outside. */
export const dateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  // As in the SDL, which this would take the place of.
  description: 'An instant in UTC with milliseconds, ISO 8601: `2026-11-23T10:00:00.000Z`.',
  serialize: (value) => {
    if (value instanceof Date) return value.toISOString();
    throw new GraphQLError('DateTime comes from a Date.');
  },
  parseValue: parse,
  parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
});

function parse(value: unknown): Date {
  const instant = typeof value === 'string' && ISO_INSTANT.test(value) ? new Date(value) : undefined;
  if (instant === undefined || Number.isNaN(instant.getTime())) {
    throw new GraphQLError('A DateTime is an instant in ISO 8601, such as 2026-11-23T10:00:00.000Z.');
  }
  return instant;
}
