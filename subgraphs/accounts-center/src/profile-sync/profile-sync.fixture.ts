import type { Database, TableDefinition, Tables } from '@accounts-center/db';
import type { OpenTestDatabase } from '@accounts-center/db/testing';
import {
  createIdempotency,
  createIds,
  createOutbox,
  createOutboxWorker,
  idempotencyTables,
  movableClock,
  outboxTables,
  silentLogger,
} from '@accounts-center/subgraph-kit';
import type { Viewer } from '../context.ts';
import type { ProfileField } from '../generated/accounts-center.ts';
import { createPlayedAuthorize } from '../identity/authorize.fixture.ts';
import type { Authorize } from '../identity/identity.service.ts';
import { createMembershipService } from '../membership/membership.service.ts';
import { membershipTables } from '../membership/membership.table.ts';
import { createProfileLoaders } from '../profile/profile.loaders.ts';
import { createProfile } from '../profile/profile.service.ts';
import { profileTables } from '../profile/profile.table.ts';
import { SERVICE } from '../slice.ts';
import { family } from '../testing/family.ts';
import { noNotes } from '../testing/no-notes.ts';
import { type Mortality, mortalContract, mortalDatabase, mortality } from './mortal.fixture.ts';
import { createProfileSyncLoaders } from './profile-sync.loaders.ts';
import { createProfileSync } from './profile-sync.service.ts';
import { profileSyncTables } from './profile-sync.table.ts';
import { createScriptedApps } from './scripted-apps.fixture.ts';
import { createSyncTerms } from './sync-terms.service.ts';

const fixtureTables: readonly TableDefinition[] = [
  membershipTables,
  profileTables,
  profileSyncTables,
  idempotencyTables,
  outboxTables,
];

export type ProfileSyncFixture = ReturnType<typeof createProfileSyncFixture>;

/** @returns makes the fixture of each test of a suite, over one database that is emptied first */
export function profileSyncStarter(open: OpenTestDatabase): () => Promise<ProfileSyncFixture> {
  let opened: Promise<Database> | undefined;
  return async () => {
    opened ??= open({ tables: fixtureTables });
    const db = await opened;
    await db.write(async (tx) => {
      // Accounts go before the centers that they refer to.
      const tables = fixtureTables.flatMap((definition) => Object.values(db.tables<Tables>(definition)).reverse());
      for (const table of tables) await tx.delete(table);
    });
    return createProfileSyncFixture(db);
  };
}

/** Profile sync over a real database, membership and outbox, and scripted apps. */
function createProfileSyncFixture(db: Database) {
  const clock = movableClock(new Date('2026-11-23T10:00:00Z'));
  const ids = createIds({ clock });
  const apps = createScriptedApps(ids);
  const membership = createMembershipService({ db, clock, ids, notes: noNotes });
  let keys = 0;
  let isActive = true;
  const played = createPlayedAuthorize(clock);
  const authorize: Authorize = async (...asked) =>
    isActive ? played.authorize(...asked) : { ok: false, code: 'ACCOUNT_NOT_ACTIVE' };

  /** A process of accounts-center; any number may run over the same database, before or after each other. */
  function start(life: Mortality = mortality()) {
    const mortal = mortalDatabase(db, life);
    const deps = {
      db: mortal,
      clock,
      ids,
      membership,
      family,
      contract: mortalContract(apps.contract, life),
      random: () => 0.5,
      log: silentLogger,
      outbox: createOutbox({ db: mortal, clock, ids }),
      idempotency: createIdempotency({ db: mortal, clock }),
      notes: noNotes,
      kick: () => {},
      authorize,
    };
    const profile = createProfile({ ...deps, ...createSyncTerms(deps) });
    const profileSync = createProfileSync({ ...deps, changes: profile.changes });
    const worker = createOutboxWorker({
      db,
      clock,
      ids,
      log: silentLogger,
      random: () => 0.5,
      service: SERVICE,
      handlers: profile.jobs,
      push: { push: async () => {} },
    });
    return { ...profile.service, ...profileSync, events: profile.events, sweep: profile.sweep, worker };
  }
  const process = start();

  const fixture = {
    db,
    clock,
    apps,
    membership,
    start,
    sync: process,

    /** Accounts of different apps in one center: of Facebook, Instagram and WhatsApp, as many as there are names. */
    async family(...usernames: string[]): Promise<string[]> {
      const kinds = [apps.facebook, apps.instagram, apps.whatsApp];
      const accountIds = usernames.map((username, index) => (kinds[index % 3] ?? apps.facebook).addAccount(username));
      const [first, ...others] = accountIds;
      await fixture.enrol(first ?? '');
      for (const accountId of others) {
        await fixture.enrol(accountId);
        await fixture.link(accountId, first ?? '');
      }
      return accountIds;
    },

    enrol: (accountId: string): Promise<string> =>
      db.write((tx) => {
        const { app } = family.appOfAccount(accountId);
        return membership.enrol(tx, { accountId, app, state: 'ACTIVE', stateVersion: 1 });
      }),

    /** Takes an account out of its center, as an unlink does. */
    async unlink(accountId: string): Promise<void> {
      const from = (await membership.centerOf(accountId)) ?? '';
      await db.write(async (tx) => {
        await process.stopFor(tx, accountId);
        await membership.leave(tx, { accountId, from });
      });
    },

    /** Moves an account that is alone to another's center, as a link does. */
    async link(accountId: string, to: string): Promise<void> {
      const [from = '', target = ''] = [await membership.centerOf(accountId), await membership.centerOf(to)];
      await db.write((tx) => membership.move(tx, { accountId, from, to: target }));
    },

    /** From now on, nobody's account is in a state to change anything. */
    suspendAll(): void {
      isActive = false;
    },

    viewer: (accountId: string): Viewer => ({ accountId, sessionId: 'ses_1', authenticatedAt: clock.now() }),

    key: () => `key-${String(++keys).padStart(8, '0')}`,

    update: (
      accountId: string,
      wish: { username?: string; displayName?: string; photoId?: string | null },
      by = process,
    ) => by.updateProfile(fixture.viewer(accountId), { accountId, idempotencyKey: fixture.key(), ...wish }),

    syncTo: (sourceAccountId: string, accountIds: string[], fields: ProfileField[] = ['USERNAME'], by = process) =>
      by.syncProfile(fixture.viewer(sourceAccountId), {
        sourceAccountId,
        accountIds,
        fields,
        idempotencyKey: fixture.key(),
      }),

    stop: (accountId: string, fields: ProfileField[] = ['USERNAME']) =>
      process.stopProfileSync(fixture.viewer(accountId), { accountId, fields, idempotencyKey: fixture.key() }),

    usernames: (accountIds: readonly string[]): string[] => accountIds.map((id) => apps.account(id).username),

    /** The state of a field's sync, as the graph shows it. */
    async state(accountId: string, field: ProfileField = 'USERNAME'): Promise<string | undefined> {
      const profile = createProfileLoaders({ db });
      const status = await createProfileSyncLoaders({ db, profile }).status.load(accountId);
      return status?.find((one) => one.field === field)?.state;
    },

    /** The fields of an account's center that have a source, as the graph shows them. */
    async sources(accountId: string) {
      const profile = createProfileLoaders({ db });
      const loaders = createProfileSyncLoaders({ db, profile });
      const sources = (await loaders.sources.load((await membership.centerOf(accountId)) ?? '')) ?? [];
      const withVersion = sources.map(async ({ field, sourceAccountId }) => {
        return { field, sourceAccountId, version: (await profile.versions.load(sourceAccountId))?.[field] ?? 0 };
      });
      return Promise.all(withVersion);
    },

    /** The versions of a field in accounts; 0 where it was never changed. */
    async versions(accountIds: readonly string[], field: ProfileField = 'USERNAME'): Promise<number[]> {
      const { versions } = createProfileLoaders({ db });
      return (await versions.loadMany(accountIds)).map((found) =>
        found instanceof Error ? Number.NaN : (found?.[field] ?? 0),
      );
    },

    /** Lets time pass until the outbox has nothing left to do. */
    async settle(by = process): Promise<void> {
      const { outbox } = db.tables(outboxTables);
      for (let round = 0; round < 30; round++) {
        await by.worker.drain();
        if ((await db.read.$count(outbox)) === 0) return;
        clock.advance(61_000);
      }
      throw new Error('The outbox does not come to rest.');
    },

    /** Has every app ask about what it holds, as apps do when a reservation stands past its time. */
    async askInDoubt(): Promise<void> {
      const type = 'profile-change.in-doubt';
      for (const app of apps.all) {
        for (const key of app.reservations()) {
          const event = { id: ids.next('evt'), type, createdAt: clock.now(), source: family.named(app.app).service };
          await db.write(async (tx) => process.events[type]?.(tx, { ...event, payload: { key } }));
        }
      }
      await fixture.settle();
    },

    /** How many changes there were. */
    changes: (): Promise<number> => db.read.$count(db.tables(profileTables).profileChange),

    /** What is left of changes that should be over: reservations, held accounts, states that are no end. */
    async leftovers(): Promise<string[]> {
      const { profileChange, profileChangePart } = db.tables(profileTables);
      const changes = await db.read.select().from(profileChange);
      const parts = await db.read.select().from(profileChangePart);
      return [
        ...apps.all.flatMap((app) => app.reservations().map((key) => `${app.app} has reserved ${key}`)),
        ...changes
          .filter(({ state }) => !['COMMITTED', 'ABORTED'].includes(state))
          .map(({ id, state }) => `${id} is ${state}`),
        ...parts
          .filter(({ heldAccountId }) => heldAccountId !== null)
          .map(({ key, state }) => `${key} is held, ${state}`),
      ];
    },
  };
  return fixture;
}
