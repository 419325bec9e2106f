import type { Database, Writer } from '@accounts-center/db';
import type { Clock } from '../clock.ts';
import { sweepUntil } from '../sweep.store.ts';
import { inboxTables } from './inbox.table.ts';

const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

/** The memory of events, in the transactions of their effects. */
export interface InboxStore {
  /** Notes an event of a service; false when it has been noted before. Another service's event of that id is another event. */
  remember(tx: Writer, event: { readonly source: string; readonly id: string }): Promise<boolean>;
  /** Forgets events older than 90 days. */
  sweep(): Promise<void>;
}

/** The inbox of one service. */
export function createInboxStore({ db, clock }: { db: Database; clock: Clock }): InboxStore {
  const { inboxEvent } = db.tables(inboxTables);
  return {
    remember: async (tx, { source, id }) => {
      const row = { source, id, receivedAt: clock.now() };
      const added = await tx.insert(inboxEvent).values(row).onConflictDoNothing().returning({ id: inboxEvent.id });
      return added.length > 0;
    },
    sweep: () => {
      const until = new Date(clock.now().getTime() - KEPT_MS);
      const { source, id, receivedAt } = inboxEvent;
      return sweepUntil(db, until, { table: inboxEvent, key: [source, id], at: receivedAt });
    },
  };
}
