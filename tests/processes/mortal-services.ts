import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createGraphClient } from '@accounts-center/client';
import { type Account, createPeople, type People } from '@accounts-center/client/people';
import { type ProcessGroup, startServices } from '@accounts-center/constellation';
import { addressesAbove } from '@accounts-center/schema';
import { PASSWORD } from '@accounts-center/test-kit';
import { vi } from 'vitest';
import { type Barrier, type CallPoint, openBarrier } from './barrier.ts';
import { createDatabases, type OpenDatabases } from './databases.ts';
import { type LooseProcesses, looseProcesses } from './loose-processes.ts';
import { freeRow } from './ports.ts';

const SOON = { timeout: 120_000, interval: 50 };

/** A constellation of processes on PostgreSQL, each of which may be killed at any call between them. */
export interface MortalServices extends AsyncDisposable {
  readonly people: People;
  readonly kept: OpenDatabases;
  /** Three accounts in one center, with one username that is kept the same; newly signed in to. */
  family(): Promise<[Account, Account, Account]>;
  /** Two more accounts, linked or not; newly signed in to. */
  pair(): Promise<[Account, Account]>;
  /**
   * Kills a process at the next call that matches.
   * @param delayMs how long after that moment
   * @returns resolves once it is dead
   */
  killAt(victim: string, point: CallPoint, delayMs: number): Promise<void>;
  /** Nobody is to be killed any more. @returns whether nobody was */
  spare(): boolean;
  /** Starts a process again that was killed. Resolves when it is ready. */
  revive(victim: string): Promise<void>;
  /** Resolves when there is nothing left to be done, now or later; or when it is called off. */
  settle(signal?: AbortSignal): Promise<void>;
}

export async function startMortalServices(): Promise<MortalServices> {
  const folder = await mkdtemp(join(tmpdir(), 'accounts-center-mortal-'));
  const databases = await createDatabases();
  const port = await freeRow();
  const url = `http://127.0.0.1:${port}`;
  const origins = addressesAbove(port);
  const barrier = await openBarrier(origins);
  const group = looseProcesses();
  async function end(): Promise<void> {
    await group.stop();
    await barrier[Symbol.asyncDispose]();
    await databases[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }

  const settings = { port, publicUrl: url, dataFolder: folder, databaseUrl: databases.urlOf };
  startServices({ ...settings, logLevel: 'silent' }, throughBarrier(group, barrier));
  try {
    await untilReady(url);
    const kept = await databases.open();
    const people = createPeople(createGraphClient(url), { password: PASSWORD, nextKey: randomUUID });
    return {
      people,
      kept,
      ...(await accountsOf(people, kept)),
      killAt: (victim, point, delayMs) =>
        barrier.at(point, async () => {
          if (delayMs > 0) await wait(delayMs);
          await group.kill(victim);
        }),
      spare: barrier.lift,
      async revive(victim) {
        if (victim !== 'gateway') await kept.endLeases(victim);
        group.restart(victim);
        // The gateway remembers for a second who was ready.
        await untilReady(origins[victim] ?? url);
      },
      async settle(signal) {
        const isQuiet = async () => signal?.aborted === true || (await kept.makeDue()).length === 0;
        await vi.waitUntil(isQuiet, SOON);
      },
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Has every process call the others through the barrier. */
function throughBarrier(group: LooseProcesses, { addresses }: Barrier): Pick<ProcessGroup, 'start'> {
  const SERVICE_ADDRESSES = JSON.stringify(addresses);
  return { start: (name, file, env) => group.start(name, file, { ...env, SERVICE_ADDRESSES }) };
}

async function untilReady(origin: string): Promise<void> {
  await vi.waitUntil(async () => (await fetch(`${origin}/ready`).catch(() => undefined))?.ok, SOON);
}

async function accountsOf(people: People, kept: OpenDatabases): Promise<Pick<MortalServices, 'family' | 'pair'>> {
  const family = await Promise.all([
    people.signUp('FACEBOOK', 'name.of.all'),
    people.signUp('INSTAGRAM', 'name.of.one'),
    people.signUp('WHATSAPP', 'name.of.another'),
  ]);
  const [source, ...others] = family;
  for (const other of others) await people.link(source, other);
  await people.sync(source, others, ['USERNAME']);
  const pair = await Promise.all([
    people.signUp('MESSENGER', 'first.of.two'),
    people.signUp('WHATSAPP', 'second.of.two'),
  ]);
  const enter = async ({ id, app }: Account): Promise<Account> => {
    const { username = '' } = await kept.namesOf(id);
    return people.signIn({ app, username });
  };
  return {
    family: async () => [await enter(family[0]), await enter(family[1]), await enter(family[2])],
    pair: async () => [await enter(pair[0]), await enter(pair[1])],
  };
}
