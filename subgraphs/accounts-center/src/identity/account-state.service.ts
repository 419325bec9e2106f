import type { Database } from '@accounts-center/db';
import type { AppContract } from '../app-contract/app-contract.ts';
import { appFailure } from '../app-contract/app-failure.ts';
import { appOf } from '../apps.ts';
import type { AccountState } from '../membership/member.ts';
import type { MembershipService } from '../membership/membership.service.ts';

const TIMEOUT_MS = 2_000;

/** What apps say of their accounts. */
export interface AccountStates {
  /** Asks the account's app, and keeps its answer; an app that does not answer is taken at its last word. */
  isActive(accountId: string): Promise<boolean>;
}

export function createAccountStates(deps: {
  db: Database;
  contract: AppContract;
  membership: Pick<MembershipService, 'member' | 'setState'>;
}): AccountStates {
  const { db, contract, membership } = deps;

  async function ask(accountId: string): Promise<AccountState | undefined> {
    const entry = appOf(accountId);
    if (entry === undefined) return undefined;
    try {
      const [account] = await contract.accounts(entry.app, [accountId], { timeoutMs: TIMEOUT_MS });
      return account?.state;
    } catch (error) {
      if (appFailure(error) === undefined) throw error;
      return (await membership.member(accountId))?.state;
    }
  }

  return {
    async isActive(accountId) {
      const state = await ask(accountId);
      const known = (await membership.member(accountId))?.state;
      if (state !== undefined && known !== state)
        await db.write((tx) => membership.setState(tx, accountId, state), { name: 'set account state' });
      return state === 'ACTIVE';
    },
  };
}
