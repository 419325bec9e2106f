import { createGraphClient, type GraphClient } from '@accounts-center/client';
import {
  type Constellation,
  type ConstellationOptions,
  readFamily,
  startConstellation,
} from '@accounts-center/constellation';
import {
  createIds,
  type Ids,
  type Keyring,
  type MovableClock,
  movableClock,
  silentLogger,
} from '@accounts-center/subgraph-kit';
import { createFaults, type Faults } from './faults.ts';
import { type Ground, prepareGround } from './ground.ts';
import { type CrashPoint, createLife } from './life.ts';
import { createPeople, type People } from './people.ts';
import { settle } from './settle.ts';
import { createTraffic } from './traffic.ts';

type Told = 'family' | 'transport' | 'onStatement' | 'gateway' | 'accountsCenter' | 'logFor';

export interface WorldOptions extends Partial<Pick<ConstellationOptions, Told>> {
  readonly dialect?: 'sqlite' | 'postgres';
  /** Fills the databases and the folder of media, all of them new, before anything starts. */
  readonly prepare?: (ground: Pick<Ground, 'databaseUrl' | 'mediaFolder'>) => Promise<unknown>;
}

/** A whole constellation on databases of its own, with a clock and faults in the test's hands. */
export interface World extends People, AsyncDisposable {
  readonly url: string;
  /** Signed in to nothing. */
  readonly graph: GraphClient;
  readonly clock: MovableClock;
  readonly faults: Faults;
  /** By which the services know each other. */
  readonly keyring: Keyring;
  /** The folder of the apps' photos and videos. */
  readonly mediaFolder: string;
  /** The one that runs. */
  readonly constellation: Constellation;
  /** Works off all outboxes until nothing is due any more. */
  settle(): Promise<void>;
  /** Lets so much time go by, and then everything happen that is due. */
  pass(ms: number): Promise<void>;
  /**
   * Ends the process without any order, now or at a call between services. Resolves when it is gone: what was under way
   * is never finished by it.
   */
  crash(at?: CrashPoint): Promise<void>;
  /** Starts the process again, after a crash, on what it left behind. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

// argon2id at a hundredth of its real cost: what tests need of it is that it is there.
const CHEAP_PASSWORDS = { memoryCost: 64, timeCost: 1, parallelism: 1 };

/** Starts a world of its own. Fast enough for one a test file. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const { dialect = 'sqlite', prepare, family = readFamily() } = options;
  const { graph: familyGraph } = family;
  const clock = movableClock(new Date());
  const ids = createIds({ clock });
  const faults = createFaults();
  const ground = await prepareGround(dialect, familyGraph);
  await prepare?.(ground);

  const live = () => startLife({ ...options, family }, { clock, ids, faults, ground });
  let process = await live();
  const { url } = process.constellation;
  const graph = createGraphClient(url);

  function settleNow(): Promise<void> {
    const { constellation, traffic } = process;
    const workers = Object.values(constellation.services).map(({ worker }) => worker);
    return settle(workers, traffic);
  }

  async function close(): Promise<void> {
    await process.constellation.close();
    await ground.remove();
  }

  return {
    ...createPeople(graph, familyGraph.apps),
    url,
    graph,
    clock,
    faults,
    settle: settleNow,
    close,
    keyring: ground.keyring,
    mediaFolder: ground.mediaFolder,
    get constellation() {
      return process.constellation;
    },
    async pass(ms) {
      clock.advance(ms);
      await settleNow();
    },
    async crash(at) {
      const { life, constellation } = process;
      if (at === undefined) life.end();
      else await life.endAt(at);
      constellation.gateway.server.server.closeAllConnections();
      await constellation.close();
    },
    async reopen() {
      process = await live();
    },
    [Symbol.asyncDispose]: close,
  };
}

interface LifeParts {
  readonly clock: MovableClock;
  readonly ids: Ids;
  readonly faults: Faults;
  readonly ground: Ground;
}

/** One run of the constellation's process, which a test may end at any point of it. */
async function startLife({ dialect: _dialect, prepare: _prepare, ...told }: WorldOptions, parts: LifeParts) {
  const { clock, ids, faults, ground } = parts;
  const life = createLife();
  const traffic = createTraffic();
  const constellation = await startConstellation({
    transport: 'local',
    clock,
    ids,
    ...ground,
    ...told,
    logFor: told.logFor ?? (() => silentLogger),
    accountsCenter: { passwordCost: CHEAP_PASSWORDS, ...told.accountsCenter },
    onStatement: (service, sql) => {
      life.statement(sql);
      told.onStatement?.(service, sql);
    },
    interpose: {
      calls: (transport) => life.calls(faults.calls(traffic.calls(transport))),
      operations: (service, execute) => life.operations(service, faults.operations(service, execute)),
    },
  });
  return { life, traffic, constellation };
}
