import type { Database, Writer } from '@accounts-center/db';
import { and, eq, isNull, lte } from 'drizzle-orm';
import { type Birth, identityTables } from './identity.table.ts';

export interface Session {
  readonly id: string;
  readonly accountId: string;
  readonly birth: Birth;
  readonly authenticatedAt: Date;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** A refresh token as it is kept: its hash, and the session that it carries on. */
export interface RefreshToken {
  readonly hash: string;
  readonly sessionId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export function createSessionsStore(db: Database) {
  const { session, refreshToken } = db.tables(identityTables);
  const isRunning = (id: string) => and(eq(session.id, id), isNull(session.endedAt));

  return {
    async add(tx: Writer, added: Session): Promise<void> {
      await tx.insert(session).values(added);
    },

    async addToken(tx: Writer, token: RefreshToken): Promise<void> {
      await tx.insert(refreshToken).values(token);
      await tx.update(session).set({ expiresAt: token.expiresAt }).where(eq(session.id, token.sessionId));
    },

    /** A refresh token with its session; undefined when unknown, or when the session has ended. */
    async findToken(
      tx: Writer,
      hash: string,
    ): Promise<{ session: Session; usedAt: Date | null; expiresAt: Date } | undefined> {
      const [found] = await tx
        .select({ session, usedAt: refreshToken.usedAt, expiresAt: refreshToken.expiresAt })
        .from(refreshToken)
        .innerJoin(session, eq(session.id, refreshToken.sessionId))
        .where(and(eq(refreshToken.hash, hash), isNull(session.endedAt)));
      return found;
    },

    async markUsed(tx: Writer, hash: string, at: Date): Promise<void> {
      await tx.update(refreshToken).set({ usedAt: at }).where(eq(refreshToken.hash, hash));
    },

    /** Ends a session that is running; its tokens go. */
    async end(tx: Writer, id: string, at: Date): Promise<void> {
      await tx.update(session).set({ endedAt: at }).where(isRunning(id));
      await tx.delete(refreshToken).where(eq(refreshToken.sessionId, id));
    },

    async removeExpired(tx: Writer, now: Date): Promise<void> {
      await tx.delete(refreshToken).where(lte(refreshToken.expiresAt, now));
      await tx.delete(session).where(lte(session.expiresAt, now));
    },
  };
}
