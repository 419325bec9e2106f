import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { accountsCenter, services } from '@accounts-center/schema';
import { developmentSecrets, environmentOf, readConstellationConfig } from './config.ts';
import { addDemoPeople } from './demo.ts';
import { keyringOf, newKeyring } from './keyring.ts';
import { welcome } from './welcome.ts';

const READY_WITHIN_MS = 60_000;
const ASK_EVERY_MS = 100;

// Starts every service as a process of its own, the gateway last, as they would run on machines of their own.
const config = readConstellationConfig();
const secrets = developmentSecrets(config.dataFolder);
const keyring = newKeyring();
const processes: ChildProcess[] = [];
// The gateway's port is the first of a row: the services listen on those that follow.
const ports = new Map(services.map(({ name }, index) => [name, config.port + 1 + index]));
const addresses = Object.fromEntries([...ports].map(([name, port]) => [name, `http://127.0.0.1:${port}`]));


function start(name: string, main: string, own: Readonly<Record<string, string>>): void {
  const file = fileURLToPath(new URL(`../../${main}`, import.meta.url));
  const env = environmentOf({
    IDENTITY_KEYS: JSON.stringify(keyringOf(name, keyring)),
    PUBLIC_URL: config.publicUrl,
    LOG_LEVEL: config.logLevel,
    SERVICE_ADDRESSES: JSON.stringify(addresses),
    ...own,
  });
  const child = spawn(process.execPath, ['--import', 'tsx', file], { env, stdio: 'inherit' });
  child.once('exit', (code) => void stop(`${name} has ended with code ${code}.`));
  processes.push(child);
}

let isStopping = false;
async function stop(reason?: string): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  if (reason !== undefined) {
    console.error(reason);
    process.exitCode = 1;
  }
  const running = processes.filter((child) => child.exitCode === null && child.signalCode === null);
  const ended = running.map((child) => once(child, 'exit'));
  for (const child of running) child.kill('SIGTERM');
  await Promise.all(ended);
}

async function isReady(): Promise<boolean> {
  return await fetch(`http://127.0.0.1:${config.port}/ready`).then(
    (answer) => answer.ok,
    () => false,
  );
}

for (const [name, port] of ports) {
  const media = { MEDIA_DIR: join(config.dataFolder, 'media', name), MEDIA_KEY: secrets.mediaKey };
  const own = name === accountsCenter ? { SECRET_KEYS: secrets.secretKeys.join(',') } : media;
  start(name, `subgraphs/${name}/src/main.ts`, { ...own, PORT: String(port), DATABASE_URL: config.databaseUrl(name) });
}
start('gateway', 'gateway/src/main.ts', { PORT: String(config.port) });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());

const deadline = performance.now() + READY_WITHIN_MS;
while (!isStopping && !(await isReady())) {
  if (performance.now() > deadline) await stop(`Not ready after ${READY_WITHIN_MS / 1000} seconds.`);
  else await wait(ASK_EVERY_MS);
}
if (!isStopping) console.log(welcome(config.publicUrl, await addDemoPeople(`http://127.0.0.1:${config.port}`)));
