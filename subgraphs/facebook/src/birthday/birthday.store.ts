import type { Database, Reader, Writer } from '@accounts-center/db';
import { eq, inArray } from 'drizzle-orm';
import { birthdayTables } from './birthday.table.ts';
import type { Birthday } from './birthday.ts';

export interface BirthdayStore {
  /** The birthdays of accounts, by their ids. */
  of(reader: Reader, userIds: readonly string[]): Promise<ReadonlyMap<string, Birthday>>;
  put(tx: Writer, userId: string, birthday: Birthday): Promise<void>;
  remove(tx: Writer, userId: string): Promise<void>;
}

export function createBirthdayStore(db: Database): BirthdayStore {
  const { birthday: table } = db.tables(birthdayTables);
  return {
    of: async (reader, userIds) => {
      const isWanted = inArray(table.userId, [...userIds]);
      const rows = await reader.select().from(table).where(isWanted);
      return new Map(rows.map(({ userId, ...birthday }) => [userId, birthday]));
    },
    put: async (tx, userId, { month, day, year }) => {
      const set = { month, day, year };
      await tx
        .insert(table)
        .values({ userId, ...set })
        .onConflictDoUpdate({ target: table.userId, set });
    },
    remove: async (tx, userId) => {
      await tx.delete(table).where(eq(table.userId, userId));
    },
  };
}
