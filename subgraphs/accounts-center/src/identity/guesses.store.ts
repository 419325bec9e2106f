import type { Database, Writer } from '@accounts-center/db';
import { and, eq, gt, lte, sql } from 'drizzle-orm';
import { identityTables } from './identity.table.ts';

/** A try of a password: for whom and from where, both as hashes. */
export interface Guess {
  readonly id: string;
  readonly subject: string;
  readonly source: string;
  readonly at: Date;
}

export function createGuessesStore(db: Database) {
  const { guess } = db.tables(identityTables);

  return {
    /** How many were made for a subject after `since`: from one source, and from all. */
    async count(tx: Writer, { subject, source }: Guess, since: Date): Promise<{ fromSource: number; fromAll: number }> {
      const [counted] = await tx
        .select({
          fromAll: sql`count(*)`.mapWith(Number),
          fromSource: sql`count(case when ${guess.source} = ${source} then 1 end)`.mapWith(Number),
        })
        .from(guess)
        .where(and(eq(guess.subject, subject), gt(guess.at, since)));
      return counted ?? { fromSource: 0, fromAll: 0 };
    },

    async add(tx: Writer, made: Guess): Promise<void> {
      await tx.insert(guess).values(made);
    },

    async remove(tx: Writer, id: string): Promise<void> {
      await tx.delete(guess).where(eq(guess.id, id));
    },

    async removeUntil(tx: Writer, until: Date): Promise<void> {
      await tx.delete(guess).where(lte(guess.at, until));
    },
  };
}
