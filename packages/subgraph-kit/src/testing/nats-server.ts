import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { readNatsConfig } from './config.ts';

/** A real NATS server on this machine. */
export interface NatsServer {
  /** `nats://127.0.0.1:…`, the same after a restart. */
  readonly url: string;
  /** Kills it, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again, with all that it has kept; without anything when told so. */
  start(options?: { readonly empty?: boolean }): Promise<void>;
  /** Kills it, and forgets what it has kept. */
  remove(): Promise<void>;
}

/** Like `describe`, for tests with a NATS server, which they may kill and start. Where there is none, their name says so. */
export function describeWithNats(name: string, tests: (server: () => NatsServer) => void): void {
  const { executablePath, isWanted } = readNatsConfig();
  const absence = isWanted ? '' : ` (left out: there is no ${executablePath})`;
  describe.skipIf(!isWanted)(`${name}${absence}`, { timeout: 30_000 }, () => {
    let server: NatsServer | undefined;
    beforeAll(async () => {
      server = await startNatsServer();
    });
    afterAll(() => server?.remove());
    tests(() => {
      if (server === undefined) throw new Error('The NATS server has not started.');
      return server;
    });
  });
}

async function startNatsServer(): Promise<NatsServer> {
  const { executablePath } = readNatsConfig();
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'nats-'));
  let child: ChildProcess | undefined;

  async function kill(): Promise<void> {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
  async function start({ empty = false } = {}): Promise<void> {
    await kill();
    if (empty) await rm(folder, { recursive: true, force: true });
    const where = ['--addr', '127.0.0.1', '--port', String(port), '--store_dir', folder];
    const started = spawn(executablePath, ['--jetstream', ...where], { stdio: ['ignore', 'ignore', 'pipe'] });
    child = started;
    await ready(started);
  }
  await start();
  return {
    url: `nats://127.0.0.1:${port}`,
    kill,
    start,
    remove: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** @throws Error with what it wrote when it ends instead */
function ready({ stderr, ...child }: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let written = '';
    stderr?.on('data', (chunk: Buffer) => {
      written += chunk.toString();
      if (written.includes('Server is ready')) resolve();
    });
    stderr?.once('close', () => reject(new Error(`The NATS server has ended (${child.pid}): ${written}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('A server without a port.');
  return address.port;
}
