import type { Reader, Writer } from '@accounts-center/db';
import { eq, inArray } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';

/** A table with a row for each account that tells something: its id, which is the key, and what it tells. */
export type DetailTable<V> = SQLiteTable & {
  readonly userId: SQLiteColumn;
  readonly $inferSelect: { readonly userId: string } & V;
};

export interface DetailsStore<V> {
  /** What accounts tell, by their ids. */
  of(reader: Reader, userIds: readonly string[]): Promise<ReadonlyMap<string, V>>;
  put(tx: Writer, userId: string, value: V): Promise<void>;
  remove(tx: Writer, userId: string): Promise<void>;
}

export function createDetailsStore<V extends object>(table: DetailTable<V>): DetailsStore<V> {
  return {
    of: async (reader, userIds) => {
      const isWanted = inArray(table.userId, [...userIds]);
      const rows = await reader.select().from(table).where(isWanted);
      return new Map(rows.map(({ userId, ...value }) => [userId as string, value as V]));
    },
    put: async (tx, userId, value) => {
      const row = { userId, ...value };
      await tx.insert(table).values(row).onConflictDoUpdate({ target: table.userId, set: value });
    },
    remove: async (tx, userId) => {
      await tx.delete(table).where(eq(table.userId, userId));
    },
  };
}
