import type { Database, Reader, Writer } from '@accounts-center/db';
import { sweepUntil } from '@accounts-center/subgraph-kit';
import { and, eq, gt, inArray, isNull, type SQL } from 'drizzle-orm';
import { TOKEN_LIFETIME_MS } from './access-tokens.ts';
import { endedSessionsTables } from './ended-sessions.table.ts';
import { type AuthenticationMethod, type Birth, identityTables } from './identity.table.ts';

// A token may be signed a moment after its session has ended, and clocks differ. It is told for half as long again.
const TOLD_FOR_MS = 1.5 * TOKEN_LIFETIME_MS;

/** How many rows one statement takes. */
const BATCH = 500;

export interface Session {
  readonly id: string;
  readonly accountId: string;
  readonly birth: Birth;
  readonly amr: readonly AuthenticationMethod[];
  readonly authenticatedAt: Date;
  readonly createdAt: Date;
  readonly generation: number;
  readonly expiresAt: Date;
}

/** A refresh token as it is kept: its hash, and its place in the session. */
export interface RefreshToken {
  readonly hash: string;
  readonly sessionId: string;
  readonly generation: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

export type SessionsStore = ReturnType<typeof createSessionsStore>;

export function createSessionsStore(db: Database) {
  const { session, refreshToken } = db.tables(identityTables);
  const { endedSession } = db.tables(endedSessionsTables);

  /** Ends those of these sessions that are running; their tokens go, and whoever checks access tokens will hear of it. */
  async function endWhere(tx: Writer, which: SQL, at: Date): Promise<void> {
    const running = and(which, isNull(session.endedAt));
    const ended = await tx.update(session).set({ endedAt: at }).where(running).returning({ sessionId: session.id });
    const expiresAt = new Date(at.getTime() + TOLD_FOR_MS);
    for (let start = 0; start < ended.length; start += BATCH) {
      const some = ended.slice(start, start + BATCH);
      const ids = some.map(({ sessionId }) => sessionId);
      await tx.delete(refreshToken).where(inArray(refreshToken.sessionId, ids));
      await tx.insert(endedSession).values(some.map(({ sessionId }) => ({ sessionId, expiresAt })));
    }
  }

  return {
    async add(tx: Writer, added: Session): Promise<void> {
      await tx.insert(session).values(added);
    },

    /** A session that has neither ended nor expired. */
    async findRunning(reader: Reader, id: string, at: Date): Promise<Session | undefined> {
      const [found] = await reader
        .select()
        .from(session)
        .where(and(eq(session.id, id), isNull(session.endedAt), gt(session.expiresAt, at)));
      return found;
    },

    async addToken(tx: Writer, token: RefreshToken): Promise<void> {
      await tx.insert(refreshToken).values(token);
      await tx.update(session).set({ expiresAt: token.expiresAt }).where(eq(session.id, token.sessionId));
    },

    /** A refresh token with its session; undefined when unknown, or when the session has ended. */
    async findToken(
      hash: string,
      reader: Reader = db.read,
    ): Promise<{ session: Session; token: RefreshToken } | undefined> {
      const [found] = await reader
        .select({ session, token: refreshToken })
        .from(refreshToken)
        .innerJoin(session, eq(session.id, refreshToken.sessionId))
        .where(and(eq(refreshToken.hash, hash), isNull(session.endedAt)));
      return found;
    },

    /** Uses a token up: the session's next generation begins. */
    async markUsed(tx: Writer, { hash, sessionId, generation }: RefreshToken, at: Date): Promise<void> {
      await tx.update(refreshToken).set({ usedAt: at }).where(eq(refreshToken.hash, hash));
      await tx
        .update(session)
        .set({ generation: generation + 1 })
        .where(eq(session.id, sessionId));
    },

    /** Ends a session that is running. */
    end: (tx: Writer, id: string, at: Date): Promise<void> => endWhere(tx, eq(session.id, id), at),

    /** Ends every session of an account. */
    endAllOf: (tx: Writer, accountId: string, at: Date): Promise<void> =>
      endWhere(tx, eq(session.accountId, accountId), at),

    /** Removes what has expired; the tokens first, as a session takes all of its own with it. */
    async removeExpired(now: Date): Promise<void> {
      await sweepUntil(db, now, { table: refreshToken, key: [refreshToken.hash], at: refreshToken.expiresAt });
      await sweepUntil(db, now, { table: session, key: [session.id], at: session.expiresAt });
    },
  };
}
