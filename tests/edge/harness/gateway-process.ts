import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { freeRow } from '../../processes/ports.ts';

const PROGRAM = fileURLToPath(new URL('../../../gateway/src/main.ts', import.meta.url));

/** A gateway as it ships: its program in a process of its own, with its files. */
export interface GatewayProcess extends AsyncDisposable {
  /** `http://127.0.0.1:4000` */
  readonly origin: string;
  readonly url: string;
  readonly webSocketUrl: string;
  /** What Prometheus finds. */
  metrics(): Promise<string>;
  /** What it has logged so far. */
  readonly log: () => string;
  /** Puts another supergraph in its file. */
  putSupergraph(sdl: string): Promise<void>;
  signal(name: 'SIGTERM'): void;
  /** How it has ended. */
  readonly ended: Promise<number | null>;
}

/**
 * @param parts.supergraphSdl of the file; none where the settings say what to compose
 * @param parts.settings of the file; JSON is YAML
 */
export async function startGatewayProcess(parts: {
  supergraphSdl?: string;
  settings?: { telemetry?: object } & Readonly<Record<string, unknown>>;
  environment: 'production' | 'development';
}): Promise<GatewayProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'accounts-center-edge-'));
  const [supergraph, settings] = [join(folder, 'supergraph.graphql'), join(folder, 'settings.yaml')];
  // Written aside, so that nobody reads half of it.
  const putSupergraph = async (sdl: string): Promise<void> => {
    await writeFile(`${supergraph}.new`, sdl);
    await rename(`${supergraph}.new`, supergraph);
  };
  const { supergraphSdl } = parts;
  if (supergraphSdl !== undefined) await putSupergraph(supergraphSdl);
  const port = await freeRow();
  const telemetry = { ...parts.settings?.telemetry, metricsPort: port + 1 };
  await writeFile(settings, JSON.stringify({ ...parts.settings, telemetry }));
  const { child, said, ended } = run(
    [...(supergraphSdl === undefined ? [] : ['--supergraph', supergraph]), '--settings', settings, '--port', `${port}`],
    parts.environment,
  );
  const origin = `http://127.0.0.1:${port}`;
  await vi.waitUntil(
    async () => child.exitCode !== null || (await fetch(`${origin}/health`).catch(() => undefined))?.ok,
    { timeout: 50_000, interval: 50 },
  );
  if (child.exitCode !== null) throw new Error(`The gateway has ended: ${said()}`);
  return {
    origin,
    url: `${origin}/graphql`,
    webSocketUrl: `${origin.replace('http', 'ws')}/graphql`,
    metrics: async () => (await fetch(`http://127.0.0.1:${port + 1}/metrics`)).text(),
    log: said,
    putSupergraph,
    signal: (name) => void child.kill(name),
    ended,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** How many clients are subscribed. */
export async function subscribersOf(gateway: Pick<GatewayProcess, 'metrics'>): Promise<number> {
  return Number(/^subscription_clients (\d+)/m.exec(await gateway.metrics())?.[1]);
}

/** Starts the program, and waits until it has ended. */
export async function runGateway(args: readonly string[], env: NodeJS.ProcessEnv) {
  const { said, ended } = run(args, 'production', env);
  return { code: await ended, said: said() };
}

function run(
  args: readonly string[],
  environment: string,
  more: NodeJS.ProcessEnv = {},
): { child: ChildProcess; said: () => string; ended: Promise<number | null> } {
  const env = { NODE_ENV: environment, ...more };
  const child = spawn(process.execPath, ['--import', '@accounts-center/typescript', PROGRAM, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, said: () => said, ended };
}
