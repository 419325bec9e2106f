import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { environmentWith } from '../config.ts';
import { freePort } from './free-port.ts';
import { ticksOf } from './proc.ts';

/** How a gateway is started. */
export interface GatewayCommand {
  /** As people call it. */
  readonly title: string;
  /** What Node.js is started with. */
  readonly parameters: (port: number) => readonly string[];
  /** What its environment has besides. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A gateway in a process of its own. */
export interface RunningGateway {
  readonly url: string;
  /** What the process has used so far, with all its threads. */
  usage(): Usage;
  stop(): Promise<void>;
}

export interface Usage {
  readonly processorMs: number;
  readonly residentBytes: number;
  /** The most it ever had in memory. */
  readonly peakBytes: number;
}

const READY_WITHIN_MS = 30_000;
const ASK_EVERY_MS = 25;
const MS_PER_TICK = 10;
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The file that this project's gateway is started from. */
export const gatewayMain = fileURLToPath(new URL('../../../gateway/src/main.ts', import.meta.url));

/**
 * Starts a gateway, and waits until it answers.
 * @throws Error with what it wrote when it ends before that, or takes too long
 */
export async function startGateway({ title, parameters, environment }: GatewayCommand): Promise<RunningGateway> {
  const port = await freePort();
  const env = environmentWith({
    NODE_ENV: 'production',
    LOG_LEVEL: 'error',
    APOLLO_TELEMETRY_DISABLED: 'true',
    ...environment,
  });
  const child = spawn(process.execPath, parameters(port), { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collect(child);
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  try {
    await ready(`${url}/graphql`, child);
  } catch (error) {
    await stop();
    throw new Error(`${title} did not start: ${String(error)}\n${output()}`, { cause: error });
  }
  const { pid = 0 } = child;
  return { url, usage: () => usageOf(pid), stop };
}

/** Keeps the end of what a process writes. */
function collect(child: ChildProcess): () => string {
  let text = '';
  const keep = (chunk: unknown): void => {
    text = (text + String(chunk)).slice(-2_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => text;
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  const request = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ __typename }"}',
  };
  const isReady = (): Promise<boolean> =>
    fetch(url, request).then(
      async (answer) => (await answer.text()) !== '' && answer.ok,
      () => false,
    );
  while (!(await isReady())) {
    if (child.exitCode !== null) throw new Error('it has ended.');
    if (performance.now() > deadline) throw new Error('it takes too long.');
    await wait(ASK_EVERY_MS);
  }
}

function usageOf(pid: number): Usage {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const bytesOf = (field: string): number => Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1_024;
  return { processorMs: ticksOf(pid) * MS_PER_TICK, residentBytes: bytesOf('VmRSS'), peakBytes: bytesOf('VmHWM') };
}
