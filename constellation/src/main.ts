import { join } from 'node:path';
import { diskStorage } from '@accounts-center/app-kit';
import { createIds, createLogger, runMain, systemClock } from '@accounts-center/subgraph-kit';
import { developmentSecrets, readConstellationConfig } from './config.ts';
import { startConstellation } from './constellation.ts';
import { claimDataFolder } from './data-folder.ts';
import { endWhenTold } from './end-when-told.ts';
import { welcome } from './welcome.ts';

await runMain(async () => {
  const { port, publicUrl, dataFolder, demoFile, databaseUrl, webRoot, engine, settings, logLevel } =
    readConstellationConfig();
  const folder = claimDataFolder(dataFolder);
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
    gateway: { engine, settings, development: true, ...(webRoot !== undefined && { webRoot }) },
  });
  await endWhenTold(folder, constellation.close, async () => {
    process.stdout.write(await welcome(constellation.url, { publicUrl, dataFolder, engine, demoFile }));
  });
});
