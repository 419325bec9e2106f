import { setTimeout as wait } from 'node:timers/promises';
import { readConstellationConfig } from './config.ts';
import { addDemoPeople } from './demo.ts';
import { startServices } from './start-services.ts';
import { welcome } from './welcome.ts';

const READY_WITHIN_MS = 120_000;

const config = readConstellationConfig();
const group = startServices(config);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void group.stop());

const url = `http://127.0.0.1:${config.port}`;
const isReady = await Promise.race([untilReady(url), group.ended.then(() => false)]);
if (isReady) process.stdout.write(welcome(config.publicUrl, await addDemoPeople(url)));
else await group.stop();

const reason = isReady
  ? await group.ended
  : `The services were not ready within ${READY_WITHIN_MS / 1000} seconds, or have ended.`;
if (reason !== undefined) {
  process.stderr.write(`${reason}\n`);
  process.exitCode = 1;
}

async function untilReady(origin: string): Promise<boolean> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (performance.now() < deadline) {
    const answer = await fetch(`${origin}/ready`).catch(() => undefined);
    if (answer?.ok) return true;
    await wait(100);
  }
  return false;
}
