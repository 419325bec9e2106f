import type { Database } from '@accounts-center/db';
import {
  AnswerLost,
  createIdempotency,
  createIds,
  createOutbox,
  createOutboxWorker,
  idempotencyTables,
  type Logger,
  movableClock,
  outboxTables,
  type QueueLimits,
  ServiceUnreachable,
  silentLogger,
} from '@accounts-center/subgraph-kit';
import type { AppContract } from '../app-contract/app-contract.ts';
import type { AppAccount } from '../app-contract/app-facts.ts';
import { createMembershipService } from '../membership/membership.service.ts';
import { membershipTables } from '../membership/membership.table.ts';
import { createSecretBox } from '../secret-box.ts';
import { SERVICE } from '../slice.ts';
import { family } from '../testing/family.ts';
import { noNotes } from '../testing/no-notes.ts';
import { endedSessionsTables } from './ended-sessions.table.ts';
import type { GuessLimits } from './guesses.service.ts';
import { guessesTables } from './guesses.table.ts';
import { createIdentity, type SessionTokens } from './identity.service.ts';
import { identityTables } from './identity.table.ts';
import { signingKeysTables } from './signing-keys.table.ts';

/** What the tests of this slice open a database with. */
export const fixtureTables = [
  membershipTables,
  identityTables,
  endedSessionsTables,
  signingKeysTables,
  guessesTables,
  outboxTables,
  idempotencyTables,
];

export const PASSWORD = 'correct horse battery';

function changed(account: AppAccount, state: AppAccount['state']): AppAccount {
  return { ...account, state, stateVersion: account.stateVersion + 1 };
}

/** One app, played: it takes every username that is free, and fails as it is told. */
function createPlayedApp() {
  const accounts = new Map<string, AppAccount>();
  /** Whose account each key has made. */
  const answered = new Map<string, string>();
  const app = {
    accounts,
    /** How many accounts were asked for, and how calls fail from now on. */
    creations: 0,
    /** How often it was asked about an account by its id. */
    asked: 0,
    failure: undefined as 'before' | 'after' | undefined,
    suspend(username: string) {
      const account = accounts.get(username);
      if (account) accounts.set(username, changed(account, 'SUSPENDED'));
    },
    reinstate(username: string) {
      const account = accounts.get(username);
      if (account) accounts.set(username, changed(account, 'ACTIVE'));
    },
    contract: {
      async createAccount(_app, key, { id, username, displayName }) {
        if (app.failure === 'before') throw new ServiceUnreachable('facebook', new Error('refused'));
        app.creations += 1;
        const known = accounts.get(answered.get(key) ?? '');
        const isTaken = known === undefined && accounts.has(username);
        if (isTaken) return { account: null, refusals: [{ field: 'USERNAME', reason: 'TAKEN', until: null }] };
        const facts = { photo: null, isVerified: false, isPrivate: false, state: 'ACTIVE', stateVersion: 1 } as const;
        const account = known ?? { id, username, displayName, ...facts };
        answered.set(key, username);
        accounts.set(username, account);
        if (app.failure === 'after') throw new AnswerLost('facebook', new Error('reset'));
        return { account, refusals: [] };
      },
      async accounts(_app, ids) {
        app.asked += 1;
        if (app.failure !== undefined) throw new ServiceUnreachable('facebook', new Error('refused'));
        return ids.map((id) => [...accounts.values()].find((account) => account.id === id) ?? null);
      },
      async accountByUsername(_app, username) {
        if (app.failure !== undefined) throw new ServiceUnreachable('facebook', new Error('refused'));
        return accounts.get(username.toLowerCase()) ?? null;
      },
    } satisfies Partial<AppContract> as unknown as AppContract,
  };
  return app;
}

/** Identity over a real database; the app is played, and passwords are cheap. */
export function createIdentityFixture(
  db: Database,
  options: { log?: Logger; guessLimits?: Partial<GuessLimits>; passwordQueue?: QueueLimits } = {},
) {
  const clock = movableClock(new Date('2026-11-23T10:00:00Z'));
  const ids = createIds({ clock });
  const app = createPlayedApp();
  const log = options.log ?? silentLogger;
  const membership = createMembershipService({ db, clock, ids, notes: noNotes });
  const secretBox = createSecretBox([Buffer.alloc(32, 7).toString('base64')]);
  const deps = {
    db,
    clock,
    ids,
    log,
    membership,
    secretBox,
    family,
    contract: app.contract,
    random: () => 0.5,
    notes: noNotes,
    kick: () => {},
  };
  const outbox = createOutbox({ db, clock, ids });
  const identity = createIdentity({
    ...deps,
    outbox,
    idempotency: createIdempotency({ db, clock }),
    passwordCost: { memoryCost: 1024, timeCost: 1, parallelism: 1 },
    ...(options.passwordQueue && { passwordQueue: options.passwordQueue }),
    guessLimits: { fromOneSource: 3, fromStrangers: 4, strangers: 6, ofOneSource: 12, ...options.guessLimits },
  });
  const push = { push: async () => {} };
  const worker = createOutboxWorker({ db, clock, ids, log, push, service: SERVICE, handlers: identity.jobs });
  let keys = 0;

  const fixture = {
    db,
    clock,
    app,
    membership,
    identity,
    worker,
    secretBox,
    ...identity.service,
    authorize: identity.authorize,

    input: (username: string) => ({
      app: 'FACEBOOK' as const,
      username,
      displayName: 'Ada Lovelace',
      password: PASSWORD,
      idempotencyKey: `key-${String(++keys).padStart(8, '0')}`,
    }),

    /** A new account, with its first session. */
    async account(username: string): Promise<SessionTokens> {
      const result = await identity.service.signUp(fixture.input(username), '192.0.2.1');
      if (!result.ok) throw new Error(result.code);
      return result.session;
    },

    /** What an app tells of an account by an event; rejects when the event is to come again. */
    async tell(type: string, accountId: string, stateVersion: number, source = 'facebook'): Promise<void> {
      const event = { source, id: 'msg_1', createdAt: new Date(), type, payload: { accountId, stateVersion } };
      await db.write(async (tx) => identity.events[type]?.(tx, event));
    },

    signInAs: (username: string, password = PASSWORD, clientAddress: string | undefined = '192.0.2.1') =>
      identity.service.signIn({ app: 'FACEBOOK', username, password, clientAddress }),
  };
  return fixture;
}

export type IdentityFixture = ReturnType<typeof createIdentityFixture>;
