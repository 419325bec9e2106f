import { composeServices } from '@apollo/composition';
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { type DocumentNode, type GraphQLSchema, parse } from 'graphql';
import { type FieldSets, fieldSetsOf } from './field-sets.ts';
import type { Graph } from './graph.ts';
import { linked } from './link.ts';

/** A graph's subgraphs, put together. */
export interface Composed {
  readonly supergraphSdl: string;
  /** What clients may ask for. */
  readonly api: GraphQLSchema;
  /** The same with what is inaccessible. */
  readonly full: GraphQLSchema;
  readonly subgraphs: ReadonlyMap<string, { readonly document: DocumentNode; readonly fieldSets: FieldSets }>;
}

/** Subgraphs that do not make a graph; the message has all reasons. */
export class CompositionError extends Error {}

/** @throws CompositionError */
export function composeGraph(graph: Pick<Graph, 'subgraphs' | 'version' | 'changed'>): Composed {
  const { subgraphs, version, changed = (sdl) => sdl } = graph;
  const documents = Object.entries(subgraphs).map(([name, sdl]) => ({
    name,
    document: parse(version === 'fed1' ? sdl : linked(sdl, version), { noLocation: true }),
  }));
  const result = composeServices(
    documents.map(({ name, document }) => ({ name, typeDefs: document, url: `http://${name}.invalid` })),
  );
  if (result.errors) throw new CompositionError(result.errors.map(({ message }) => message).join('\n'));
  const supergraphSdl = changed(result.supergraphSdl);
  const supergraph = Supergraph.build(supergraphSdl, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
    validateSupergraph: false,
  });
  return {
    supergraphSdl,
    api: supergraph.apiSchema().toGraphQLJSSchema(),
    full: supergraph.schema.toGraphQLJSSchema(),
    subgraphs: new Map(
      documents.map(({ name, document }) => [name, { document, fieldSets: fieldSetsOf(document) }] as const),
    ),
  };
}
