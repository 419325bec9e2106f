import { availableParallelism } from 'node:os';
import { claimDataFolder } from '@accounts-center/constellation/data-folder';
import { readSeedConfig, usage } from './config.ts';
import { createProgress } from './progress.ts';
import { seedFamily } from './seed-family.ts';
import { createProcesses } from './seed-in-processes.ts';
import { summary } from './summary.ts';

try {
  const startedAt = performance.now();
  const config = readSeedConfig(process.argv.slice(2));
  const { lost } = claimDataFolder(config.dataFolder);
  const onProgress = createProgress(process.stderr);
  const servicesAtOnce = availableParallelism();
  const family = await seedFamily({ ...config, onProgress, servicesAtOnce, run: createProcesses() });
  lost.throwIfAborted();
  process.stdout.write(summary(family, (performance.now() - startedAt) / 1000));
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 1;
}
