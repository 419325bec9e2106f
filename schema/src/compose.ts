import { composeServices } from '@apollo/composition';
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { lexicographicSortSchema, parse, printSchema } from 'graphql';
import { eventsSubgraph, type ServiceEntry, services } from './registry.ts';
import type { RenderedSubgraph } from './render.ts';

export const FEDERATION_VERSION = '2.14.4';

/** The graph as a whole. */
export interface ComposedGraph {
  /** For the gateway: who answers what. */
  readonly supergraph: string;
  /** For clients: what can be asked. */
  readonly api: string;
}

/**
 * Where a service answers when every service is a process of its own on one machine; `events:` for the subgraph without one.
 * @param among the services of the family
 * @throws when it is not among them
 */
export function routingUrl(service: string, among: readonly ServiceEntry[] = services): string {
  if (service === eventsSubgraph) return `${eventsSubgraph}:`;
  const entry = among.find(({ name }) => name === service);
  if (entry === undefined) throw new Error(`no service is called ${service}`);
  return `http://127.0.0.1:${entry.port}/graphql`;
}

/**
 * Composes subgraphs.
 * @param among the services of the family
 * @throws with all problems in one text: composition's errors, or its hints of the highest level, WARN, since
 *   what they tell of (inputs cut down to what all share, descriptions that differ) is never meant here.
 */
export function composeGraph(
  subgraphs: readonly RenderedSubgraph[],
  among: readonly ServiceEntry[] = services,
): ComposedGraph {
  const result = composeServices(
    subgraphs.map(({ service, sdl }) => ({ name: service, typeDefs: parse(sdl), url: routingUrl(service, among) })),
  );
  if (result.errors !== undefined) throw failure(result.errors.map((error) => error.message));
  const warnings = result.hints.filter((hint) => hint.definition.level.name === 'WARN');
  if (warnings.length > 0) throw failure(warnings.map((hint) => `${hint.definition.code}: ${hint.message}`));
  return { supergraph: `${result.supergraphSdl.trimEnd()}\n`, api: printApi(result.supergraphSdl) };
}

function failure(problems: readonly string[]): Error {
  return new Error(`The subgraphs do not compose:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
}

function printApi(supergraph: string): string {
  // The narrower default set refuses a supergraph with @authenticated and its kin.
  const options = { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES };
  const schema = Supergraph.build(supergraph, options).apiSchema().toGraphQLJSSchema();
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
