import type { BaseContext } from '@apollo/server';
import { createGraphqlEndpoint, type GraphqlEndpoint, type GraphqlEndpointOptions } from './graphql-endpoint.ts';
import { type ExecutableParts, federatedSchema } from './schema.ts';

export type SubgraphOptions<TContext extends BaseContext> = ExecutableParts &
  Omit<GraphqlEndpointOptions<TContext>, 'schema' | 'path'> & {
    /** Where it is served: `/graphql` unless told. */
    path?: string;
  };

/** A service's part of the graph. */
export function createSubgraph<TContext extends BaseContext>(
  options: SubgraphOptions<TContext>,
): Promise<GraphqlEndpoint> {
  const { typeDefs, resolvers, path = '/graphql', ...endpoint } = options;
  return createGraphqlEndpoint({ ...endpoint, path, schema: federatedSchema({ typeDefs, resolvers }) });
}
