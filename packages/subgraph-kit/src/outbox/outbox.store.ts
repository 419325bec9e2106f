import type { Database, Writer } from '@accounts-center/db';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { JsonValue } from '../json.ts';
import { outboxTables } from './outbox.table.ts';

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
  /** While an entry with this key waits or is under work, another one is not added. */
  readonly dedupeKey?: string;
}

export interface Outbox {
  /**
   * Adds an entry in the transaction of the write that causes it. Call the worker's `kick` after the write.
   * @returns whether it was added: false while one with its id or dedupe key is there
   */
  enqueue(tx: Writer, entry: OutboxEntry): Promise<boolean>;
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
      const row = { id, type, destination, lane, payload, dedupeKey, attempts: 0, ...times };
      const added = await tx.insert(outbox).values(row).onConflictDoNothing().returning({ id: outbox.id });
      return added.length > 0;
    },
  };
}
