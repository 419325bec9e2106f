import { readFileSync } from 'node:fs';
import { apps } from '@accounts-center/schema';
import { createLogger, createServiceClient, httpTransport, systemClock } from '@accounts-center/subgraph-kit';
import { readGatewayConfig } from './config.ts';
import { createGateway } from './gateway.ts';

/** Starts the gateway that the environment describes; gives what ends it. */
export async function startGateway(): Promise<() => Promise<void>> {
  const { port, host, logLevel, addresses, supergraphFile, webRoot, secrets, ...config } = readGatewayConfig();
  const log = createLogger({ name: 'gateway', level: logLevel, pretty: config.development });
  const client = createServiceClient(httpTransport({ addresses }), log);
  const gateway = await createGateway({
    ...config,
    supergraphSdl: readFileSync(supergraphFile, 'utf8'),
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
    await client.close();
  };
}
