import { setTimeout as wait } from 'node:timers/promises';
import { addressesAbove } from '@accounts-center/schema';
import { runMain } from '@accounts-center/subgraph-kit';
import { readConstellationConfig } from './config.ts';
import { claimDataFolder } from './data-folder.ts';
import { createProcessGroup } from './process-group.ts';
import { startServices } from './start-services.ts';
import { welcome } from './welcome.ts';

const READY_WITHIN_MS = 120_000;

await runMain(async () => {
  const config = readConstellationConfig();
  const { lost } = claimDataFolder(config.dataFolder);
  const group = createProcessGroup({ tell: (line) => process.stderr.write(`${line}\n`) });
  process.stdout.write('Starting the gateway and the services, each as a process of its own…\n');
  startServices(config, group);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void group.stop());
  lost.addEventListener('abort', () => void group.stop(String(lost.reason)));

  const url = `http://127.0.0.1:${config.port}`;
  const addresses: Readonly<Record<string, string>> = { ...addressesAbove(config.port), gateway: url };
  const patience = AbortSignal.any([group.stopping, AbortSignal.timeout(READY_WITHIN_MS)]);
  // The gateway last: it would log who is not there yet.
  const isReady = await untilReady(Object.values(addresses), patience);
  const isTooLate = !isReady && !group.stopping.aborted;
  try {
    if (isReady) {
      const started = group.processes().map((one) => ({ ...one, address: addresses[one.name] ?? '' }));
      const text = await welcome(url, config, started);
      group.keep();
      process.stdout.write(text);
    } else await group.stop();
  } catch (error) {
    // Stopped meanwhile: the next start goes on where this one was broken off.
    if (!group.stopping.aborted) {
      await group.stop();
      throw error;
    }
  }

  const reason = isTooLate
    ? `The services were not ready within ${READY_WITHIN_MS / 1000} seconds.`
    : await group.ended;
  if (reason !== undefined) {
    process.stderr.write(`${reason}\n`);
    process.exitCode = 1;
  }
});

async function untilReady(origins: readonly string[], signal: AbortSignal): Promise<boolean> {
  const [origin, ...others] = origins;
  if (origin === undefined) return true;
  while (!signal.aborted) {
    const answer = await fetch(`${origin}/ready`, { signal }).catch(() => undefined);
    if (answer?.ok) return untilReady(others, signal);
    await wait(100);
  }
  return false;
}
