import { join } from 'node:path';
import { diskStorage } from '@accounts-center/app-kit';
import { startConstellation } from '@accounts-center/constellation';
import { createIds, silentLogger, systemClock } from '@accounts-center/subgraph-kit';

/** The whole constellation in this process, which tells its parent what it uses. */
const [folder = '', port = ''] = process.argv.slice(2);
const constellation = await startConstellation({
  transport: 'local',
  port: Number(port),
  databaseUrl: (service) => `file:${join(folder, `${service}.db`)}`,
  mediaStorage: (service) => diskStorage(join(folder, 'media', service)),
  clock: systemClock,
  ids: createIds({ clock: systemClock }),
  logFor: () => silentLogger,
});

/** Works off what requests have left to be done. */
async function settle(): Promise<void> {
  let worked = 1;
  while (worked > 0) {
    const counts = await Promise.all(Object.values(constellation.services).map(({ worker }) => worker.drain()));
    worked = counts.reduce((sum, count) => sum + count, 0);
  }
}

process.on('message', (question: 'usage' | 'close') => {
  void (async () => {
    await settle();
    const { user, system } = process.cpuUsage();
    process.send?.({ processorMs: (user + system) / 1_000, residentBytes: process.memoryUsage.rss() });
    if (question === 'close') {
      await constellation.close();
      process.disconnect();
    }
  })();
});
process.send?.({ url: constellation.url });
