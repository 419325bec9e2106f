import { join } from 'node:path';
import { diskStorage } from '@accounts-center/app-kit';
import { createIds, createLogger, systemClock } from '@accounts-center/subgraph-kit';
import { developmentSecrets, readConstellationConfig } from './config.ts';
import { startConstellation } from './constellation.ts';
import { addDemoPeople } from './demo.ts';
import { welcome } from './welcome.ts';

const { port, publicUrl, dataFolder, databaseUrl, webRoot, logLevel } = readConstellationConfig();
const constellation = await startConstellation({
  transport: 'local',
  port,
  publicUrl,
  databaseUrl,
  clock: systemClock,
  ids: createIds({ clock: systemClock }),
  logFor: (name) => createLogger({ name, level: logLevel, pretty: true }),
  mediaStorage: (service) => diskStorage(join(dataFolder, 'media', service)),
  secrets: developmentSecrets(dataFolder),
  ...(webRoot !== undefined && { gateway: { webRoot, development: true } }),
});
process.stdout.write(welcome(publicUrl, await addDemoPeople(constellation.url)));

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void constellation.close());
