import type { Database } from '@accounts-center/db';
import { accountsCenter } from '@accounts-center/schema';
import type { Outbox } from '@accounts-center/subgraph-kit';
import type { AccountState } from './user.ts';
import { createUsersStore } from './users.store.ts';

/** The events that tell accounts-center of an account's state: { accountId, stateVersion }. */
const EVENTS: Readonly<Record<AccountState, string>> = { SUSPENDED: 'account.suspended', ACTIVE: 'account.reinstated' };

/**
 * What an app's moderators do to accounts; no client can. Accounts-center is told by an event in the same transaction (A5).
 * An account that is in that state already, or is not there, stays as it is.
 */
export interface Suspensions {
  suspend(accountId: string): Promise<void>;
  reinstate(accountId: string): Promise<void>;
}

/** @param parts.kick has the outbox looked at */
export function createSuspensions(parts: { db: Database; outbox: Outbox; kick: () => void }): Suspensions {
  const { db, outbox, kick } = parts;
  const store = createUsersStore(db);

  async function bring(accountId: string, state: AccountState): Promise<void> {
    await db.write(
      async (tx) => {
        const stateVersion = await store.setState(tx, accountId, state);
        if (stateVersion === undefined) return;
        const payload = { accountId, stateVersion };
        await outbox.enqueue(tx, { type: EVENTS[state], destination: accountsCenter, payload });
      },
      { name: EVENTS[state] },
    );
    kick();
  }

  return {
    suspend: (accountId) => bring(accountId, 'SUSPENDED'),
    reinstate: (accountId) => bring(accountId, 'ACTIVE'),
  };
}
