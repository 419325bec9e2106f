import type { Database } from '@accounts-center/db';
import { type Clock, createLoader } from '@accounts-center/subgraph-kit';
import type DataLoader from 'dataloader';
import { viewOf } from './contact-point-view.ts';
import { createContactPointsStore } from './contact-points.store.ts';
import type { ContactPointView } from './contact-points.ts';

/** Batches what many accounts of one answer ask for. Made anew for every request. */
export interface ContactPointsLoaders {
  /** The contact points of an account by its id, the oldest first. */
  readonly ofAccount: DataLoader<string, readonly ContactPointView[] | undefined>;
  /** Forgets everything; called by a mutation that changed a contact point. */
  clear(): void;
}

export function createContactPointsLoaders({ db, clock }: { db: Database; clock: Clock }): ContactPointsLoaders {
  const points = createContactPointsStore(db);
  const ofAccount = createLoader(async (accountIds: readonly string[]) => {
    const now = clock.now();
    const rows = await points.listOfAll(accountIds);
    const viewsOf = (id: string) => rows.filter(({ accountId }) => accountId === id).map((row) => viewOf(row, now));
    return new Map(accountIds.map((id) => [id, viewsOf(id)]));
  });
  return { ofAccount, clear: () => void ofAccount.clearAll() };
}
