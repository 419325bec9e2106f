import { createServer } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskStorage } from '@accounts-center/app-kit';
import { createGraphClient, type GraphClient } from '@accounts-center/client';
import { type Constellation, type ConstellationOptions, startConstellation } from '@accounts-center/constellation';
import { createTestDatabase, type TestDatabase } from '@accounts-center/db/testing';
import { services } from '@accounts-center/schema';
import { createIds, type MovableClock, movableClock, silentLogger } from '@accounts-center/subgraph-kit';
import { createFaults, type Faults } from './faults.ts';
import { createPeople, type People } from './people.ts';

export interface WorldOptions extends Partial<Pick<ConstellationOptions, 'transport' | 'onStatement' | 'gateway' | 'accountsCenter' | 'logFor'>> {
  readonly dialect?: 'sqlite' | 'postgres';
}

/** A whole constellation on databases of its own, with a clock and faults in the test's hands. */
export interface World extends People, AsyncDisposable {
  readonly url: string;
  /** Signed in to nothing. */
  readonly graph: GraphClient;
  readonly clock: MovableClock;
  readonly faults: Faults;
  readonly constellation: Constellation;
  /** Works off all outboxes until nothing is due any more. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

// argon2id at a hundredth of its real cost: what tests need of it is that it is there.
const CHEAP_PASSWORDS = { memoryCost: 64, timeCost: 1, parallelism: 1 };

/** Starts a world of its own. Fast enough for one a test file. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const { dialect = 'sqlite', transport = 'local' } = options;
  const clock = movableClock(new Date());
  const faults = createFaults();
  const folder = await mkdtemp(join(tmpdir(), 'accounts-center-'));
  const databases = await createDatabases(dialect);
  const port = await freePort();
  const constellation = await startConstellation({
    ...{ transport, clock, port, interpose: faults, databaseUrl: (service) => databases.get(service)?.url ?? '' },
    ids: createIds({ clock }),
    logFor: () => silentLogger,
    mediaStorage: (service) => diskStorage(join(folder, 'media', service)),
    ...options,
    accountsCenter: { passwordCost: CHEAP_PASSWORDS, ...options.accountsCenter },
  });
  const graph = createGraphClient(constellation.url);

  async function settle(): Promise<void> {
    let worked = 1;
    while (worked > 0) {
      const counts = await Promise.all(Object.values(constellation.services).map(({ worker }) => worker.drain()));
      worked = counts.reduce((sum, count) => sum + count, 0);
    }
  }

  async function close(): Promise<void> {
    await constellation.close();
    await Promise.all([...databases.values()].map((database) => database.remove()));
    await rm(folder, { recursive: true, force: true });
  }
  const { url } = constellation;
  return { ...createPeople(graph), url, graph, clock, faults, constellation, settle, close, [Symbol.asyncDispose]: close };
}

/** One empty database per service. */
async function createDatabases(dialect: 'sqlite' | 'postgres'): Promise<Map<string, TestDatabase>> {
  const names = services.map(({ name }) => name);
  const databases = await Promise.all(names.map(async (name) => [name, await createTestDatabase(dialect)] as const));
  return new Map(databases);
}

/** A port of the loopback interface that was free a moment ago; addresses of media name it before the gateway listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
