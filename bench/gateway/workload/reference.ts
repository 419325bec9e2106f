import { Supergraph } from '@apollo/federation-internals';
import { type GraphQLSchema, graphqlSync } from 'graphql';
import { query } from './store.ts';
import { type Graph, supergraphOf } from './subgraphs.ts';

/** What a client of a graph sees. */
export function apiSchema(graph: Graph): GraphQLSchema {
  return Supergraph.build(supergraphOf(graph)).apiSchema().toGraphQLJSSchema();
}

/**
 * Answers operations from the store directly, as if there were one subgraph: what every gateway has to answer.
 * @throws Error when the operation is not valid
 */
export function createReference(graph: Graph): (source: string) => unknown {
  const schema = apiSchema(graph);
  return (source) => {
    const { data, errors } = graphqlSync({ schema, source, rootValue: query });
    if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
    // graphql-js builds objects without a prototype; an answer that was read has plain ones.
    return JSON.parse(JSON.stringify(data)) as unknown;
  };
}
