import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { TestProject } from 'vitest/node';
import { postgresBinaries, serverUser } from './postgres-binaries.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers with the URL of the run's PostgreSQL server, starting it for the first who asks. */
    postgresDoor: string;
  }
}

interface TestServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Vitest's global setup: one PostgreSQL server for the whole run, if any test wants it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let server: Promise<TestServer> | undefined;
  const door = createServer((_request, response) => {
    server ??= startPostgres();
    server.then(
      ({ url }) => response.end(url),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  project.provide('postgresDoor', `http://127.0.0.1:${await listen(door)}`);
  return async () => {
    door.close();
    await (await server)?.stop();
  };
}

async function startPostgres(): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'accounts-center-postgres-'));
  // Run as root, the server is given a user of its own, who has to get here.
  await chmod(folder, 0o755);
  const keeper = startKeeper(folder);
  const data = await createDataFolder(folder);
  const binaries = await postgresBinaries(folder);
  const password = randomUUID();
  await initialise(binaries, folder, data, password);
  const port = await findFreePort();
  const server = spawn(join(binaries, 'postgres'), ['-D', data, ...settings(port)], {
    ...serverUser,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await readyToAccept(server);
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    async stop() {
      const ended = once(server, 'exit');
      server.kill('SIGINT');
      await ended;
      keeper.stdin.end();
      await once(keeper, 'exit');
    },
  };
}

async function createDataFolder(folder: string): Promise<string> {
  const data = join(folder, 'data');
  await mkdir(data);
  if (serverUser.uid !== undefined) await chown(data, serverUser.uid, serverUser.gid ?? serverUser.uid);
  return data;
}

async function initialise(binaries: string, folder: string, data: string, password: string): Promise<void> {
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o644 });
  const locale = ['--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en', '--locale=C'];
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const child = spawn(join(binaries, 'initdb'), ['-D', data, '--no-sync', ...locale, ...access], {
    ...serverUser,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  if (code !== 0) throw new Error(`initdb ended with code ${code}: ${said}`);
}

// Nothing here has to survive a power cut.
function settings(port: number): string[] {
  const values = [
    'fsync=off',
    'full_page_writes=off',
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'max_connections=300',
  ];
  return values.flatMap((value) => ['-c', value]);
}

function readyToAccept(server: ChildProcessByStdio<null, null, Readable>): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`postgres did not start: ${said}`)));
    // Read for as long as it runs, as a full pipe would stop it.
    server.stderr.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-10_000);
      if (said.includes('ready to accept connections')) resolve();
    });
  });
}

/**
 * A process that removes the folder, and the server if it still runs, once we are gone in whatever way: even a killed
 * run closes its end of the pipe.
 */
function startKeeper(folder: string) {
  const script = `
    read _
    if pid=$(head -n 1 "$1/data/postmaster.pid"); then
      kill -QUIT "$pid"
      while kill -0 "$pid"; do sleep 0.1; done
    fi
    rm -rf "$1"`;
  return spawn('/bin/sh', ['-c', script, 'keeper', folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
}

async function findFreePort(): Promise<number> {
  const probe = createSocketServer();
  const port = await listen(probe);
  probe.close();
  await once(probe, 'close');
  return port;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
