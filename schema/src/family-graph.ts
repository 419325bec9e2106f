import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type AppEntry, parseRegistry, type ServiceEntry, servicesOf } from './registry.ts';

/** What services are told of their family: its registry, and the graph that was generated from it. */
export interface FamilyGraph {
  /** In the order of the registry. */
  readonly apps: readonly AppEntry[];
  /** The apps' and accounts-center. */
  readonly services: readonly ServiceEntry[];
  /** For the gateway. */
  readonly supergraphSdl: string;
  /**
   * The SDL of a service's subgraph.
   * @throws when no subgraph of that name is rendered
   */
  subgraphSdl(service: string): string;
}

/**
 * Reads a family from its files: `apps.json`, `supergraph.graphql` and `subgraphs/<service>.graphql`.
 * @param folder of these; ends with a slash. The project's `schema/` unless told
 * @throws when one is missing, or an entry of the registry is wrong
 */
export function readFamilyGraph(folder = new URL('../', import.meta.url)): FamilyGraph {
  const read = (file: string): string => readFileSync(fileURLToPath(new URL(file, folder)), 'utf8');
  const apps = parseRegistry(read('apps.json'));
  return {
    apps,
    services: servicesOf(apps),
    supergraphSdl: read('supergraph.graphql'),
    subgraphSdl: (service) => read(`subgraphs/${service}.graphql`),
  };
}
