import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, type GraphQLSchema, parse } from 'graphql';
import { entities } from './store.ts';

/** A graph of the benchmark: its supergraph's file, and the subgraphs that it is composed of. */
export interface Graph {
  readonly name: 'shop' | 'large-shop';
  readonly subgraphs: readonly string[];
}

const SHOP = ['accounts', 'inventory', 'products', 'reviews'];
/** The graph of The Guild's benchmark. */
export const shop: Graph = { name: 'shop', subgraphs: SHOP };
/** With three subgraphs more, so that there is more to plan. */
export const largeShop: Graph = { name: 'large-shop', subgraphs: [...SHOP, 'orders', 'offers', 'recommendations'] };

/** Stands in the committed supergraphs where a run puts the origin of its replay server. */
const ORIGIN = 'http://127.0.0.1:4200';

/** @throws Error with all of composition's errors in one text */
export function composeGraph({ subgraphs }: Graph): string {
  const services = subgraphs.map((name) => ({ name, typeDefs: typeDefsOf(name), url: `${ORIGIN}/${name}` }));
  const { supergraphSdl, errors } = composeServices(services);
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
  return `${supergraphSdl.trimEnd()}\n`;
}

/**
 * Reads a committed supergraph.
 * @param origin of the subgraphs
 */
export function supergraphOf({ name }: Graph, origin = ORIGIN): string {
  return readText(`generated/${name}.graphql`).replaceAll(ORIGIN, origin);
}

/** A subgraph that can be executed; root fields come from its root value, `query`. */
export function subgraphSchema(name: string): GraphQLSchema {
  const typeDefs = typeDefsOf(name);
  const declared = new Set(typeDefs.definitions.flatMap((node) => ('name' in node ? [node.name?.value] : [])));
  const types = Object.entries(entities).filter(([type]) => declared.has(type));
  const resolvers = Object.fromEntries(types.map(([type, find]) => [type, { __resolveReference: find }]));
  return buildSubgraphSchema({ typeDefs, resolvers });
}

/** An operation of the benchmark, by the name of its file. */
export function operationText(name: 'test-query' | 'large-query'): string {
  return readText(`${name}.graphql`);
}

function typeDefsOf(name: string): DocumentNode {
  return parse(readText(`subgraphs/${name}.graphql`));
}

function readText(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}
