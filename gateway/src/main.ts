import { runMain } from '@accounts-center/subgraph-kit';
import { readStandaloneConfig } from './config.ts';
import { startStandaloneGateway } from './standalone/start-standalone.ts';
import { startGateway } from './start-gateway.ts';

await runMain(async () => {
  const standalone = readStandaloneConfig();
  const close = standalone ? await startStandaloneGateway(standalone) : await startGateway();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close());
});
