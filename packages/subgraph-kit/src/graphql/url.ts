import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const MAX_LENGTH = 2_048;

/** `URL`: an absolute address that a page may link to, never one that runs (`javascript:`) or holds what it shows (`data:`). */
export const url = new GraphQLScalarType<string, string>({
  name: 'URL',
  // As in the SDL, which this would take the place of.
  description: 'An absolute address with its scheme, http or https, of at most 2,048 letters.',
  serialize: parse,
  parseValue: parse,
  parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
});

function parse(value: unknown): string {
  if (typeof value === 'string' && value.length <= MAX_LENGTH && URL.canParse(value)) {
    const { protocol } = new URL(value);
    if (protocol === 'http:' || protocol === 'https:') return value;
  }
  throw new GraphQLError(`A URL begins with https:// or http:// and has at most ${MAX_LENGTH} letters.`);
}
