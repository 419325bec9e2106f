import type { Database } from '@accounts-center/db';
import { createLoader, groupBy } from '@accounts-center/subgraph-kit';
import type DataLoader from 'dataloader';
import type { Member } from './member.ts';
import { createMembershipStore } from './membership.store.ts';

/** Batches what many accounts of one answer ask for. Made anew for every request. */
export interface MembershipLoaders {
  /** An account with its center, by account id; `undefined` when there is no such account. */
  readonly member: DataLoader<string, Member | undefined>;
  /** The accounts of a center by its id, the first one first; `undefined` when there is no such center. */
  readonly accountsOf: DataLoader<string, readonly Member[] | undefined>;
  /** Forgets everything; called by a mutation that moved an account. */
  clear(): void;
}

export function createMembershipLoaders(deps: { db: Database }): MembershipLoaders {
  const store = createMembershipStore(deps.db);
  const member = createLoader(async (ids: readonly string[]) => {
    return new Map((await store.members(ids)).map((found) => [found.id, found]));
  });
  const accountsOf = createLoader(async (centerIds: readonly string[]) =>
    groupBy(await store.membersOfCenters(centerIds), (found) => found.centerId),
  );
  return {
    member,
    accountsOf,
    clear() {
      member.clearAll();
      accountsOf.clearAll();
    },
  };
}
