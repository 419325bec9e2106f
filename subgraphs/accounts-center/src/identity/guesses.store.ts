import type { Database, Writer } from '@accounts-center/db';
import { sweepUntil } from '@accounts-center/subgraph-kit';
import { and, eq, gt, sql } from 'drizzle-orm';
import { guessesTables } from './guesses.table.ts';

/** A try of a password: for whom and from where, both as hashes. */
export interface Guess {
  readonly id: string;
  readonly subject: string;
  readonly source: string;
  readonly isKnown: boolean;
  readonly at: Date;
}

type Pair = Pick<Guess, 'subject' | 'source'>;

/** How many guesses were made at one subject; strangers are sources that are not known for it. */
export interface GuessCounts {
  readonly ofSource: number;
  readonly ofStrangers: number;
  readonly strangers: number;
}

export function createGuessesStore(db: Database) {
  const { guess, knownSource } = db.tables(guessesTables);
  const isPair = ({ subject, source }: Pair) => and(eq(knownSource.subject, subject), eq(knownSource.source, source));

  return {
    async countAtSubject(tx: Writer, { subject, source }: Pair, since: Date): Promise<GuessCounts> {
      const [counted] = await tx
        .select({
          ofSource: sql`count(case when ${guess.source} = ${source} then 1 end)`.mapWith(Number),
          ofStrangers: sql`count(case when not ${guess.isKnown} then 1 end)`.mapWith(Number),
          strangers: sql`count(distinct case when not ${guess.isKnown} then ${guess.source} end)`.mapWith(Number),
        })
        .from(guess)
        .where(and(eq(guess.subject, subject), gt(guess.at, since)));
      return counted ?? { ofSource: 0, ofStrangers: 0, strangers: 0 };
    },

    /** How many guesses a source made at subjects that did not know it. */
    async countOfSource(tx: Writer, source: string, since: Date): Promise<number> {
      return tx.$count(guess, and(eq(guess.source, source), gt(guess.at, since), eq(guess.isKnown, false)));
    },

    async add(tx: Writer, made: Guess): Promise<void> {
      await tx.insert(guess).values(made);
    },

    async remove(tx: Writer, id: string): Promise<void> {
      await tx.delete(guess).where(eq(guess.id, id));
    },

    async isKnown(tx: Writer, pair: Pair): Promise<boolean> {
      return (await tx.$count(knownSource, isPair(pair))) > 0;
    },

    async addKnown(tx: Writer, { subject, source }: Pair, seenAt: Date): Promise<void> {
      await tx
        .insert(knownSource)
        .values({ subject, source, seenAt })
        .onConflictDoUpdate({ target: [knownSource.subject, knownSource.source], set: { seenAt } });
    },

    async removeUntil(guessedAt: Date, seenAt: Date): Promise<void> {
      await sweepUntil(db, guessedAt, { table: guess, key: [guess.id], at: guess.at });
      const { subject, source } = knownSource;
      await sweepUntil(db, seenAt, { table: knownSource, key: [subject, source], at: knownSource.seenAt });
    },
  };
}
