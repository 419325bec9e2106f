import type { Database } from '@accounts-center/db';
import type { Clock } from '@accounts-center/subgraph-kit';
import { createEndedSessionsStore, type EndedSession, type Place } from './ended-sessions.store.ts';

const PAGE = 1_000;
const START: Place = { round: 0, sessionId: '' };
const CURSOR = /^(?<round>\d{1,15})\.(?<sessionId>.{0,200})$/;

/** The sessions that ended of late, for those who check access tokens. */
export interface EndedSessions {
  /**
   * What has ended since an earlier answer; all that counts still, when there was none or its cursor is unknown. A page has up to
   * 1,000 sessions: who wants the rest asks again, with its cursor, until a page is empty. None is ever left out, whatever the
   * order in which transactions commit, and some may come twice.
   */
  since(cursor?: string): Promise<{ readonly cursor: string; readonly sessions: readonly EndedSession[] }>;
  /** Forgets those whose tokens have all run out. */
  sweep(): Promise<void>;
}

export function createEndedSessions({ db, clock }: { db: Database; clock: Clock }): EndedSessions {
  const store = createEndedSessionsStore(db);

  // A session gets its number only after the transaction that ended it. So nothing with a smaller number can still be on its
  // way: of two who number at once, one has to begin again.
  async function beginRound(): Promise<void> {
    if (await store.hasNew()) await db.write((tx) => store.beginRound(tx), { name: 'number ended sessions' });
  }

  return {
    async since(cursor) {
      await beginRound();
      const lastRound = await store.lastRound();
      const sessions = await store.after(placeOf(cursor, lastRound), clock.now(), PAGE);
      const last = sessions.at(-1);
      const isWhole = sessions.length < PAGE;
      const next = isWhole || !last ? { round: Math.max(lastRound, last?.round ?? 0) + 1, sessionId: '' } : last;
      return {
        cursor: `${next.round}.${next.sessionId}`,
        sessions: sessions.map(({ sessionId, expiresAt }) => ({ sessionId, expiresAt })),
      };
    },
    async sweep() {
      await beginRound();
      await store.removeExpired(clock.now());
    },
  };
}

/** A cursor from beyond the end is of a database that is no more: the reader begins anew. */
function placeOf(cursor: string | undefined, lastRound: number): Place {
  const { round, sessionId } = CURSOR.exec(cursor ?? '')?.groups ?? {};
  if (round === undefined || sessionId === undefined || Number(round) > lastRound + 1) return START;
  return { round: Number(round), sessionId };
}
