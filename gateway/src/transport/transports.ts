import type { ServiceClient } from '@accounts-center/subgraph-kit';
import { httpSubgraphTransport } from './http-subgraph-transport.ts';
import { type ExecuteLocally, localSubgraphTransport } from './local-subgraph-transport.ts';
import type { SubgraphTransport } from './subgraph-transport.ts';

/** Chooses how operations get to a service: directly to those of this process, over HTTP to all others. */
export function transportsOf(ways: {
  client: ServiceClient;
  local: Readonly<Record<string, ExecuteLocally>>;
}): (service: string) => SubgraphTransport {
  const http = httpSubgraphTransport(ways.client);
  const local = localSubgraphTransport(ways.local);
  return (service) => (Object.hasOwn(ways.local, service) ? local : http);
}
