import { readFileSync } from 'node:fs';
import { createLogger } from '@accounts-center/subgraph-kit';
import type { StandaloneConfig } from '../config.ts';
import { createStandaloneGateway } from './standalone.ts';

/** Starts a gateway for the supergraph in a file; gives what ends it. */
export async function startStandaloneGateway(config: StandaloneConfig): Promise<() => Promise<void>> {
  const log = createLogger({ name: 'gateway', level: config.logLevel, pretty: config.development });
  const supergraphSdl = readFileSync(config.supergraphFile, 'utf8');
  const gateway = await createStandaloneGateway({ ...config, supergraphSdl, log });
  await gateway.listen(config);
  return () => gateway.close();
}
