import { readFileSync } from 'node:fs';
import { apps } from '@accounts-center/schema';
import { createLogger, createServiceClient, httpTransport, systemClock } from '@accounts-center/subgraph-kit';
import { readGatewayConfig } from './config.ts';
import { createGateway } from './gateway.ts';

const { port, host, logLevel, addresses, supergraphFile, webRoot, secrets, ...config } = readGatewayConfig();
const log = createLogger({ name: 'gateway', level: logLevel, pretty: config.development });
const client = createServiceClient(httpTransport({ addresses }));
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
log.info(`Listening on ${await gateway.listen({ port, host })}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void gateway.close().then(() => client.close()));
}
