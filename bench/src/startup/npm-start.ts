import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { environmentWith } from '../config.ts';
import { freePort } from '../measure/free-port.ts';
import { processTree } from '../measure/proc.ts';

/** The constellation as a newcomer runs it. */
export interface RunningConstellation {
  readonly url: string;
  /** From the call to the first 200 of `/ready`. */
  readonly readyMs: number;
  /** What the process of the constellation has in memory now. */
  residentBytes(): number;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));
const ASK_EVERY_MS = 10;
const READY_WITHIN_MS = 60_000;
/** Printed when the demo people are there. */
const WELCOME = 'is ready';

/** @param folder where it keeps its data */
export async function startWithNpm(folder: string): Promise<RunningConstellation> {
  const port = String(await freePort());
  const startedAt = performance.now();
  const env = environmentWith({ PORT: port, DATA_DIR: folder });
  const npm = spawn('npm', ['start'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const isWelcome = welcomed(npm);
  const url = `http://127.0.0.1:${port}`;
  try {
    await ready(`${url}/ready`, npm);
    const readyMs = performance.now() - startedAt;
    await isWelcome;
    const { pid, residentBytes } = serverOf(npm);
    return { url, readyMs, residentBytes: () => residentBytes(), stop: () => stop(npm, pid) };
  } catch (error) {
    for (const { pid } of processTree(npm.pid ?? 0)) process.kill(pid);
    throw error;
  }
}

async function welcomed(npm: ChildProcess): Promise<void> {
  for await (const chunk of npm.stdout ?? []) {
    if (String(chunk).includes(WELCOME)) break;
  }
}

async function ready(url: string, npm: ChildProcess): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  const isReady = () =>
    fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) {
    if (npm.exitCode !== null) throw new Error('npm start has failed.');
    if (performance.now() > deadline) throw new Error('npm start takes too long.');
    await wait(ASK_EVERY_MS);
  }
}

/** The one process of those below npm that runs the constellation. */
function serverOf(npm: ChildProcess) {
  const find = () =>
    processTree(npm.pid ?? 0).find(({ command }) => /^\S*node .*constellation\/src\/main\.ts/.test(command));
  const pid = find()?.pid;
  if (pid === undefined) throw new Error('The process of the constellation is not there.');
  return { pid, residentBytes: () => find()?.residentBytes ?? 0 };
}

async function stop(npm: ChildProcess, pid: number): Promise<void> {
  const ended = once(npm, 'exit');
  process.kill(pid);
  await ended;
}
