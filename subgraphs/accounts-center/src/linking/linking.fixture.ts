import type { Database } from '@accounts-center/db';
import { createIdempotency, createIds, idempotencyTables, movableClock } from '@accounts-center/subgraph-kit';
import { eq } from 'drizzle-orm';
import type { AppAccount } from '../app-contract/app-facts.ts';
import { type App, accountIdPrefix } from '../apps.ts';
import type { Viewer } from '../context.ts';
import { createPlayedAuthorize } from '../identity/authorize.fixture.ts';
import { createMembershipService } from '../membership/membership.service.ts';
import { membershipTables } from '../membership/membership.table.ts';
import { family } from '../testing/family.ts';
import { noNotes } from '../testing/no-notes.ts';
import type { LinkingDependencies } from './linking.service.ts';
import { createLinkingService } from './linking.service.ts';
import { linkingTables } from './linking.table.ts';

/** What the tests of this slice open a database with. */
export const fixtureTables = [membershipTables, linkingTables, idempotencyTables];

export type LinkingFixture = ReturnType<typeof createLinkingFixture>;

/**
 * Linking over a real database and membership; passwords, sync and sharing are played. Every account's username is its id,
 * and its password is `right`.
 */
export function createLinkingFixture(db: Database) {
  const clock = movableClock(new Date('2026-11-23T10:00:00Z'));
  const ids = createIds({ clock });
  const membership = createMembershipService({ db, clock, ids, notes: noNotes });
  const { authorize, endedSessions, suspendedAccounts } = createPlayedAuthorize(clock);
  const stoppedFor: string[] = [];
  let sessions = 0;
  let keys = 0;

  const deps: LinkingDependencies = {
    db,
    clock,
    ids,
    idempotency: createIdempotency({ db, clock }),
    kick: () => {},
    membership,
    authorize,
    identity: {
      isActive: async (accountId) => !suspendedAccounts.has(accountId),
      async verifyPassword({ username, password }) {
        if (username === 'down') return { ok: false, code: 'APP_UNAVAILABLE' };
        if (password !== 'right') return { ok: false, code: 'WRONG_CREDENTIALS' };
        return { ok: true, account: { id: username } as AppAccount };
      },
    },
    profileSync: {
      async stopFor(_tx, accountId) {
        stoppedFor.push(accountId);
        return ['USERNAME'];
      },
    },
    sharing: {
      stopFor: async (_tx, _accountId, others) => ({
        removedSettings: others.length,
        cancelledDeliveryIds: ['dlv_1'],
        deliveriesInFlight: 2,
      }),
    },
  };
  const linking = createLinkingService(deps);

  const fixture = {
    db,
    clock,
    ids,
    membership,
    linking,
    endedSessions,
    suspendedAccounts,
    stoppedFor,

    /** A new account, alone in its center. */
    async account(app: App = 'FACEBOOK'): Promise<string> {
      const accountId = ids.random(accountIdPrefix(family.named(app)));
      await db.write((tx) => membership.enrol(tx, { accountId, app, state: 'ACTIVE', stateVersion: 1 }));
      return accountId;
    },

    /** A new session of an account, signed in just now. */
    signIn: (accountId: string): Viewer => ({
      accountId,
      sessionId: `ses_${++sessions}`,
      authenticatedAt: clock.now(),
    }),

    key: () => `key-${String(++keys).padStart(8, '0')}`,

    /** A flow of the viewer's account in which control of `target` is proved. */
    async provedFlow(viewer: Viewer, target: string): Promise<string> {
      const started = await linking.startLink(viewer, { accountId: viewer.accountId });
      if (!started.ok) throw new Error(started.code);
      await fixture.prove(viewer, started.flow.id, target);
      return started.flow.id;
    },

    prove: (viewer: Viewer, flowId: string, username: string, password = 'right') =>
      linking.proveAccountControl(viewer, { flowId, app: 'INSTAGRAM', username, password }, undefined),

    /** The whole way of a link, in a session of its own. */
    async link(accountId: string, target: string) {
      const viewer = fixture.signIn(accountId);
      const flowId = await fixture.provedFlow(viewer, target);
      return linking.linkAccount(viewer, { flowId, idempotencyKey: fixture.key() });
    },

    /** Who is with whom: the accounts of each one's center, sorted. */
    async companions(accountId: string): Promise<string[]> {
      const centerId = await membership.centerOf(accountId);
      if (centerId === undefined) throw new Error(`${accountId} is in no center`);
      return (await membership.accountsOf(centerId)).map(({ id }) => id).sort();
    },

    flowCount(accountId: string): Promise<number> {
      const { linkFlow } = db.tables(linkingTables);
      return db.read.$count(linkFlow, eq(linkFlow.accountId, accountId));
    },

    proofs(flowId: string) {
      const { linkProof } = db.tables(linkingTables);
      return db.read.select().from(linkProof).where(eq(linkProof.flowId, flowId));
    },

    /** The audit lines of accounts, oldest first. */
    async audit(accountIds: readonly string[]) {
      const { linkAudit } = db.tables(linkingTables);
      const lines = await db.read.select().from(linkAudit).orderBy(linkAudit.id);
      return lines.filter((line) => accountIds.includes(line.accountId));
    },
  };
  return fixture;
}
