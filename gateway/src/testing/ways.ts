import { createServiceClient, httpTransport, localTransport, type ServiceClient } from '@accounts-center/subgraph-kit';
import type { ExecuteLocally } from '../transport/local-subgraph-transport.ts';
import type { TestService } from './services.ts';

/** The two ways in which the gateway gets to services; tests run on both. */
export const WAYS = ['in process', 'over HTTP'] as const;
export type Way = (typeof WAYS)[number];

/** Services that can be called. */
export interface Connection {
  readonly client: ServiceClient;
  readonly local: Readonly<Record<string, ExecuteLocally>>;
  /** Makes a service unreachable. */
  stop(service: TestService): Promise<void>;
}

export async function connect(way: Way, services: readonly TestService[]): Promise<Connection> {
  return way === 'in process' ? inProcess(services) : await overHttp(services);
}

function inProcess(services: readonly TestService[]): Connection {
  const transport = localTransport();
  const stopped = new Set<TestService>();
  for (const { name, server } of services) transport.register(name, server);
  const local = services.map((service): [string, ExecuteLocally] => [
    service.name,
    async (operation) => {
      if (stopped.has(service)) throw new Error('closed');
      return await service.executeLocally(operation);
    },
  ]);
  return {
    client: createServiceClient(transport),
    local: Object.fromEntries(local),
    stop: async (service) => {
      transport.unregister(service.name);
      stopped.add(service);
    },
  };
}

async function overHttp(services: readonly TestService[]): Promise<Connection> {
  const listening = services.map(async ({ name, server }) => [
    name,
    await server.listen({ host: '127.0.0.1', port: 0 }),
  ]);
  const addresses: Record<string, string> = Object.fromEntries(await Promise.all(listening));
  return {
    client: createServiceClient(httpTransport({ addresses })),
    local: {},
    stop: async ({ server }) => {
      await server.close();
    },
  };
}
