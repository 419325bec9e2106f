import type { Database, Writer } from '@accounts-center/db';
import { and, getTableName, inArray, lte, type SQL, sql } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';

/** How many rows a write removes at most. */
const BATCH = 500;

/** A table whose rows expire. An index has what `only` compares with, if anything, and then the column of their time. */
export interface Expiring {
  readonly table: SQLiteTable;
  /** The columns of the primary key. */
  readonly key: readonly SQLiteColumn[];
  readonly at: SQLiteColumn;
  /** Which of them may go; all unless told. */
  readonly only?: SQL;
}

/**
 * Removes the rows of an instant and before, the oldest first and 500 at a time: each batch is a write of its own, so that
 * nobody waits long for their turn, however many rows are of the same instant.
 */
export async function sweepUntil(db: Database, until: Date, expiring: Expiring): Promise<void> {
  // Old rows are nobody's concern any more, so there is nothing to be serializable with.
  const options = { name: `sweep ${getTableName(expiring.table)}`, isolation: 'read committed' } as const;
  const removeBatch = (): Promise<number> => db.write((tx) => removeOldest(tx, until, expiring), options);
  while ((await removeBatch()) === BATCH);
}

async function removeOldest(tx: Writer, until: Date, { table, key, at, only }: Expiring): Promise<number> {
  const columns = Object.fromEntries(key.map((column) => [column.name, column]));
  const oldest = tx
    .select(columns)
    .from(table)
    .where(and(lte(at, until), only))
    .orderBy(at)
    .limit(BATCH);
  const isOldest = inArray(sql`(${sql.join([...key], sql`, `)})`, oldest);
  const removed = await tx.delete(table).where(isOldest).returning({ at });
  return removed.length;
}
