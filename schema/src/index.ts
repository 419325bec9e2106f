import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export { type FamilyGraph, readFamilyGraph } from './family-graph.ts';
export {
  type AppEntry,
  accountsCenter,
  addressesAbove,
  apps,
  eventsSubgraph,
  GATEWAY_PORT,
  localAddresses,
  localAddressesWithGateway,
  portOf,
  type ServiceEntry,
  services,
} from './registry.ts';
export { renameForApp, renameResolversForApp } from './rename.ts';

/** The composed graph, for the gateway. */
export const supergraphPath = pathOf('../supergraph.graphql');

/** What clients can ask: operations are validated against this, never against the supergraph. */
export const apiPath = pathOf('../api.graphql');

/** What every app offers to accounts-center, at `/contract`. */
export const appContractPath = pathOf('../app-contract.graphql');

/**
 * Reads the SDL of a service's subgraph.
 * @param service its name in the registry, e.g. `facebook`
 * @throws when no subgraph of that name is rendered
 */
export function readSubgraphSdl(service: string): string {
  return readFileSync(pathOf(`../subgraphs/${service}.graphql`), 'utf8');
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
