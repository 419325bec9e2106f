import type { Database, Writer } from '@accounts-center/db';
import { inArray, isNotNull } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { JsonValue } from '../json.ts';
import { currentTrace } from '../request-scope.ts';
import { outboxTables } from './outbox.table.ts';
import { withTrace } from './traced-payload.ts';

const MAX_PARKED_SHOWN = 100;

export interface OutboxEntry {
  /** Chooses the handler: `postPublished`. */
  readonly type: string;
  /** The service that shall act: this one's own name makes a job of it, another's an event. */
  readonly destination: string;
  /**
   * Entries of one lane share a bound on what is worked on at once, so that a slow target holds up its own lane only:
   * the destination unless told. A job that calls another service takes that service's name.
   */
  readonly lane?: string;
  /** Plain JSON; no secrets, since it is stored. */
  readonly payload: JsonValue;
  /** Earliest time; at once unless told. */
  readonly availableAt?: Date;
  /** Given by the caller where the same write may run twice. */
  readonly id?: string;
  /**
   * While an entry with this key waits, is under work or waits for another attempt, another one is not added. So it is for work
   * that is the same however often it is asked for, and not for "look again": what changed while the entry is under work may
   * have been read before.
   */
  readonly dedupeKey?: string;
}

export interface Outbox {
  /**
   * Adds an entry in the transaction of the write that causes it. Call the worker's `kick` after the write.
   * @returns whether it was added: false while one with its id or dedupe key is there
   */
  enqueue(tx: Writer, entry: OutboxEntry): Promise<boolean>;
  /** The entries that were given up after too many failures, the oldest first, at most 100. */
  parked(): Promise<ParkedEntry[]>;
  /** Has parked entries tried again, once their cause is mended. Call the worker's `kick` after the write. */
  resume(tx: Writer, entryIds: readonly string[]): Promise<void>;
}

/** An entry that waits for somebody to look at it. */
export interface ParkedEntry {
  readonly id: string;
  readonly type: string;
  readonly destination: string;
  readonly createdAt: Date;
  readonly parkedAt: Date;
  readonly attempts: number;
  readonly lastError: string | null;
}

/** The outbox of one service. */
export function createOutbox({ db, clock, ids }: { db: Database; clock: Clock; ids: Ids }): Outbox {
  const { outbox } = db.tables(outboxTables);
  return {
    enqueue: async (
      tx,
      { id = ids.next('msg'), type, destination, lane = destination, payload, availableAt, dedupeKey },
    ) => {
      const createdAt = clock.now();
      const times = { createdAt, availableAt: availableAt ?? createdAt };
      const stored = withTrace(payload, currentTrace());
      const row = { id, type, destination, lane, payload: stored, dedupeKey, attempts: 0, failures: 0, ...times };
      const added = await tx.insert(outbox).values(row).onConflictDoNothing().returning({ id: outbox.id });
      return added.length > 0;
    },
    parked: async () => {
      const { id, type, destination, attempts, lastError } = outbox;
      const rows = await db.read
        .select({ id, type, destination, attempts, lastError, createdAt: outbox.createdAt, parkedAt: outbox.parkedAt })
        .from(outbox)
        .where(isNotNull(outbox.parkedAt))
        .orderBy(outbox.parkedAt, outbox.id)
        .limit(MAX_PARKED_SHOWN);
      return rows.map(({ parkedAt, ...row }) => ({ ...row, parkedAt: parkedAt as Date }));
    },
    resume: async (tx, entryIds) => {
      const change = { parkedAt: null, failures: 0, availableAt: clock.now() };
      await tx
        .update(outbox)
        .set(change)
        .where(inArray(outbox.id, [...entryIds]));
    },
  };
}
