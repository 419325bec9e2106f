import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { apps } from '@accounts-center/schema';
import { createLogger, createServiceClient, httpTransport, systemClock } from '@accounts-center/subgraph-kit';
import { readGatewayConfig } from './config.ts';
import { openGatewayBus } from './events/gateway-bus.ts';
import { createGateway } from './gateway.ts';

/** Starts the gateway that the environment describes; gives what ends it. */
export async function startGateway(): Promise<() => Promise<void>> {
  const { port, host, logLevel, addresses, supergraphFile, webRoot, natsUrl, secrets, ...config } = readGatewayConfig();
  const log = createLogger({ name: 'gateway', level: logLevel, pretty: config.development });
  const { subgraphs, subscriptions } = config.settings;
  const { maxConcurrent: connectionsPerService } = subgraphs.all;
  const client = createServiceClient(httpTransport({ addresses, connectionsPerService }), log);
  const bus = openGatewayBus({ natsUrl, replayEvents: subscriptions.replayEvents, clock: systemClock, log });
  const gateway = await createGateway({
    ...config,
    metricsHost: host,
    bus,
    isPushedTo: natsUrl === undefined,
    supergraphSdl: readFileSync(supergraphFile, 'utf8'),
    readSupergraph: () => readFile(supergraphFile, 'utf8'),
    keyring: secrets.keyring,
    client,
    clock: systemClock,
    log,
    apps: apps.map(({ service }) => service),
    ...(webRoot !== undefined && { webRoot }),
  });
  await gateway.listen({ port, host });
  return async () => {
    await gateway.close();
    await bus[Symbol.asyncDispose]();
    await client.close();
  };
}
