import type { Database, Reader, Writer } from '@accounts-center/db';
import { sweepUntil } from '@accounts-center/subgraph-kit';
import { and, eq, isNull, lt, sql } from 'drizzle-orm';
import type { App } from '../apps.ts';
import { identityTables } from './identity.table.ts';

/** A sign-up on its way, or done. */
export interface SignUpRow {
  readonly id: string;
  readonly idempotencyKey: string;
  readonly accountId: string;
  readonly app: App;
  readonly username: string;
  readonly displayName: string;
  /** Null once done: the credential has it then. */
  readonly passwordHash: string | null;
  /** How many have asked the app for the account. */
  readonly attempts: number;
  /** How many sessions it has opened. */
  readonly sessions: number;
  readonly createdAt: Date;
  readonly doneAt: Date | null;
}

export type SignUpStore = ReturnType<typeof createSignUpStore>;

export function createSignUpStore(db: Database) {
  const { signUp } = db.tables(identityTables);

  return {
    async add(tx: Writer, row: SignUpRow): Promise<void> {
      await tx.insert(signUp).values(row);
    },

    /** Counts one more who asks the app; undefined when there is no such sign-up. */
    async join(tx: Writer, id: string): Promise<SignUpRow | undefined> {
      const [joined] = await tx
        .update(signUp)
        .set({ attempts: sql`${signUp.attempts} + 1` })
        .where(eq(signUp.id, id))
        .returning();
      return joined;
    },

    /** Whether an account is being made: its app may know it, and the center not yet. */
    async isUnderWay(reader: Reader, accountId: string): Promise<boolean> {
      const [found] = await reader
        .select({ id: signUp.id })
        .from(signUp)
        .where(and(eq(signUp.accountId, accountId), isNull(signUp.doneAt)));
      return found !== undefined;
    },

    async markDone(tx: Writer, id: string, at: Date): Promise<void> {
      await tx.update(signUp).set({ doneAt: at, passwordHash: null }).where(eq(signUp.id, id));
    },

    /** Counts one more session. @returns whether there were fewer than so many */
    async countSession(tx: Writer, id: string, max: number): Promise<boolean> {
      const counted = await tx
        .update(signUp)
        .set({ sessions: sql`${signUp.sessions} + 1` })
        .where(and(eq(signUp.id, id), lt(signUp.sessions, max)))
        .returning({ id: signUp.id });
      return counted.length > 0;
    },

    async remove(tx: Writer, id: string): Promise<void> {
      await tx.delete(signUp).where(eq(signUp.id, id));
    },

    /** Removes a sign-up that nobody else has joined. @returns whether it did */
    async removeUnjoined(tx: Writer, id: string): Promise<boolean> {
      const removed = await tx
        .delete(signUp)
        .where(and(eq(signUp.id, id), eq(signUp.attempts, 1)))
        .returning();
      return removed.length > 0;
    },

    /** Removes those that were done at an instant and before. */
    removeDoneUntil: (until: Date): Promise<void> =>
      sweepUntil(db, until, { table: signUp, key: [signUp.id], at: signUp.doneAt }),
  };
}
