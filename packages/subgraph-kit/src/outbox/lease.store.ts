import { type Database, skipLocked, type Writer } from '@accounts-center/db';
import { and, eq, inArray, isNull, lte, notInArray, or, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Ids } from '../ids.ts';
import type { JsonValue } from '../json.ts';
import { outboxTables } from './outbox.table.ts';
import { splitTrace } from './traced-payload.ts';

const MAX_ERROR_LENGTH = 500;

/** An entry held by one worker until its lease ends. */
export interface LeasedEntry {
  readonly id: string;
  readonly type: string;
  readonly destination: string;
  readonly lane: string;
  readonly payload: JsonValue;
  readonly createdAt: Date;
  /** How many times it has been taken up, this time included. */
  readonly attempts: number;
  /** How many of them failed by its own fault. */
  readonly failures: number;
  readonly leaseToken: string;
  /** Where in a trace it was caused. */
  readonly traceparent?: string;
}

/** What a worker has room for. */
export interface Room {
  readonly limit: number;
  /** Entries it is working on already, whatever their leases say. */
  readonly exceptIds: readonly string[];
  readonly exceptLanes: readonly string[];
}

/** Why an attempt came to nothing. */
export interface Failure {
  readonly error: unknown;
  /** The entry itself is at fault, as far as one can tell: others like it would not fail. */
  readonly isOwnFault: boolean;
}

/** Who works on what. Every change but a claim holds only while the lease does. */
export interface LeaseStore {
  /** Takes up to `limit` due entries that nobody holds, longest due first. */
  claim(room: Room): Promise<LeasedEntry[]>;
  /** Prolongs the leases; those already lost stay lost. */
  renew(entries: readonly LeasedEntry[]): Promise<void>;
  /** Deletes an entry that is done; false when the lease was lost. */
  complete(entry: LeasedEntry): Promise<boolean>;
  /** Gives an entry back, to be taken up at `availableAt`. */
  release(entry: LeasedEntry, availableAt: Date, failure?: Failure): Promise<void>;
  /** Puts an entry aside: nobody takes it up until somebody resumes it. Its dedupe key is free again. */
  park(entry: LeasedEntry, failure: Failure): Promise<void>;
}

/** Leases of `leaseMs` on the outbox of one service. */
export function createLeaseStore(parts: { db: Database; clock: Clock; ids: Ids; leaseMs: number }): LeaseStore {
  const { db, clock, ids, leaseMs } = parts;
  const { outbox } = db.tables(outboxTables);
  const held = (entry: LeasedEntry) => and(eq(outbox.id, entry.id), eq(outbox.leaseToken, entry.leaseToken));
  const leaseEnd = (): Date => new Date(clock.now().getTime() + leaseMs);
  const write = <T>(name: string, body: (tx: Writer) => Promise<T>): Promise<T> =>
    db.write(body, { name, isolation: 'read committed' });

  return {
    claim: ({ limit, exceptIds, exceptLanes }) =>
      write('claim outbox entries', async (tx) => {
        const now = clock.now();
        const isFree = or(isNull(outbox.leaseUntil), lte(outbox.leaseUntil, now));
        const isWanted = and(notInArray(outbox.id, [...exceptIds]), notInArray(outbox.lane, [...exceptLanes]));
        const isDue = and(isNull(outbox.parkedAt), lte(outbox.availableAt, now), isFree, isWanted);
        const due = tx
          .select({ id: outbox.id })
          .from(outbox)
          .where(isDue)
          .orderBy(outbox.availableAt, outbox.id)
          .limit(limit);
        const leaseToken = ids.random('lse');
        const claimed = await tx
          .update(outbox)
          .set({ leaseToken, leaseUntil: leaseEnd(), attempts: sql`${outbox.attempts} + 1` })
          .where(inArray(outbox.id, skipLocked(db.dialect, due)))
          .returning();
        return claimed.map((row) => ({ ...row, ...splitTrace(row.payload), leaseToken }));
      }),
    renew: (entries) =>
      write('renew outbox leases', async (tx) => {
        const isHeld = or(...entries.map(held));
        await tx.update(outbox).set({ leaseUntil: leaseEnd() }).where(isHeld);
      }),
    complete: (entry) =>
      write('complete outbox entry', async (tx) => {
        const deleted = await tx.delete(outbox).where(held(entry)).returning({ id: outbox.id });
        return deleted.length > 0;
      }),
    release: (entry, availableAt, failure) =>
      write('release outbox entry', async (tx) => {
        const change = { ...given(entry, failure), availableAt };
        await tx.update(outbox).set(change).where(held(entry));
      }),
    park: (entry, failure) =>
      write('park outbox entry', async (tx) => {
        const change = { ...given(entry, failure), parkedAt: clock.now(), dedupeKey: null };
        await tx.update(outbox).set(change).where(held(entry));
      }),
  };
}

/** What becomes of an entry that is held no more. */
function given(entry: LeasedEntry, failure: Failure | undefined) {
  return {
    leaseUntil: null,
    leaseToken: null,
    lastError: failure === undefined ? null : String(failure.error).slice(0, MAX_ERROR_LENGTH),
    failures: entry.failures + (failure?.isOwnFault ? 1 : 0),
  };
}
