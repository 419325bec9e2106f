import { buildSubgraphSchema } from '@apollo/subgraph';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { type GraphQLSchema, parse } from 'graphql';

// Codegen's types of resolvers and those of the two builders describe the same maps, but not so that TypeScript sees it.
type FederatedResolvers = NonNullable<
  Extract<Parameters<typeof buildSubgraphSchema>[0], { typeDefs: unknown }>['resolvers']
>;
type PlainResolvers = NonNullable<Parameters<typeof makeExecutableSchema>[0]['resolvers']>;

/** SDL and its resolvers; codegen types the latter at the place where they are written. */
export interface ExecutableParts {
  readonly typeDefs: string;
  readonly resolvers: object;
}

/** A subgraph's schema, with what the federation adds to it. */
export function federatedSchema({ typeDefs, resolvers }: ExecutableParts): GraphQLSchema {
  return buildSubgraphSchema({ typeDefs: parse(typeDefs), resolvers: resolvers as FederatedResolvers });
}

/** A schema as written, with nothing added. */
export function plainSchema({ typeDefs, resolvers }: ExecutableParts): GraphQLSchema {
  return makeExecutableSchema({ typeDefs, resolvers: resolvers as PlainResolvers });
}
