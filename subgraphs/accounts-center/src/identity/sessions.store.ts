import type { Database, Reader, Writer } from '@accounts-center/db';
import { sweepUntil } from '@accounts-center/subgraph-kit';
import { and, eq, gt, inArray, isNull } from 'drizzle-orm';
import { type AuthenticationMethod, type Birth, identityTables } from './identity.table.ts';

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
  const isRunning = (id: string) => and(eq(session.id, id), isNull(session.endedAt));

  return {
    async add(tx: Writer, added: Session): Promise<void> {
      await tx.insert(session).values(added);
    },

    /** A session that has neither ended nor expired. */
    async findRunning(reader: Reader, id: string, at: Date): Promise<Session | undefined> {
      const [found] = await reader
        .select()
        .from(session)
        .where(and(isRunning(id), gt(session.expiresAt, at)));
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

    /** Ends a session that is running; its tokens go. */
    async end(tx: Writer, id: string, at: Date): Promise<void> {
      await tx.update(session).set({ endedAt: at }).where(isRunning(id));
      await tx.delete(refreshToken).where(eq(refreshToken.sessionId, id));
    },

    /** Ends every session of an account. */
    async endAllOf(tx: Writer, accountId: string, at: Date): Promise<void> {
      const ids = await tx
        .update(session)
        .set({ endedAt: at })
        .where(and(eq(session.accountId, accountId), isNull(session.endedAt)))
        .returning({ id: session.id });
      const ended = ids.map(({ id }) => id);
      await tx.delete(refreshToken).where(inArray(refreshToken.sessionId, ended));
    },

    /** Removes what has expired; the tokens first, as a session takes all of its own with it. */
    async removeExpired(now: Date): Promise<void> {
      await sweepUntil(db, now, { table: refreshToken, key: [refreshToken.hash], at: refreshToken.expiresAt });
      await sweepUntil(db, now, { table: session, key: [session.id], at: session.expiresAt });
    },
  };
}
