import type { Database, Reader, Writer } from '@accounts-center/db';
import { sweepUntil } from '@accounts-center/subgraph-kit';
import { and, asc, gt, isNull, lt, max, sql } from 'drizzle-orm';
import { endedSessionsTables } from './ended-sessions.table.ts';

/** A session that has ended, and when its last access token has run out. */
export interface EndedSession {
  readonly sessionId: string;
  readonly expiresAt: Date;
}

/** A place in the list: after this session of this round. */
export interface Place {
  readonly round: number;
  readonly sessionId: string;
}

export function createEndedSessionsStore(db: Database) {
  const { endedSession } = db.tables(endedSessionsTables);
  const { sessionId, expiresAt, round } = endedSession;

  /** 0 before the first one. */
  async function lastRound(reader: Reader = db.read): Promise<number> {
    const [found] = await reader.select({ last: max(round) }).from(endedSession);
    return found?.last ?? 0;
  }

  return {
    lastRound,

    /** Whether a session has ended that is in no round yet. */
    async hasNew(): Promise<boolean> {
      const found = await db.read.select({ sessionId }).from(endedSession).where(isNull(round)).limit(1);
      return found.length > 0;
    },

    /** Puts all that is in no round yet into the next one. */
    async beginRound(tx: Writer): Promise<void> {
      const next = (await lastRound(tx)) + 1;
      await tx.update(endedSession).set({ round: next }).where(isNull(round));
    },

    /** Those after a place whose tokens may still be about, in order. */
    async after(place: Place, now: Date, limit: number): Promise<(EndedSession & Place)[]> {
      const found = await db.read
        .select({ sessionId, expiresAt, round: sql<number>`${round}`.mapWith(Number) })
        .from(endedSession)
        .where(and(sql`(${round}, ${sessionId}) > (${place.round}, ${place.sessionId})`, gt(expiresAt, now)))
        .orderBy(asc(round), asc(sessionId))
        .limit(limit);
      return found;
    },

    /** Removes what has expired, but for the last round: the number of the next one follows from it. */
    removeExpired: (now: Date): Promise<void> =>
      sweepUntil(db, now, {
        table: endedSession,
        key: [sessionId],
        at: expiresAt,
        only: lt(round, db.read.select({ last: max(round) }).from(endedSession)),
      }),
  };
}
