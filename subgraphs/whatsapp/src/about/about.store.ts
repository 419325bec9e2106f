import type { Database, Reader, Writer } from '@accounts-center/db';
import { eq, inArray } from 'drizzle-orm';
import { aboutTables } from './about.table.ts';

export interface AboutStore {
  /** The lines of accounts, by their ids. */
  of(reader: Reader, userIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  put(tx: Writer, userId: string, line: string): Promise<void>;
  remove(tx: Writer, userId: string): Promise<void>;
}

export function createAboutStore(db: Database): AboutStore {
  const { about } = db.tables(aboutTables);
  return {
    of: async (reader, userIds) => {
      const rows = await reader
        .select()
        .from(about)
        .where(inArray(about.userId, [...userIds]));
      return new Map(rows.map(({ userId, line }) => [userId, line]));
    },
    put: async (tx, userId, line) => {
      await tx.insert(about).values({ userId, line }).onConflictDoUpdate({ target: about.userId, set: { line } });
    },
    remove: async (tx, userId) => {
      await tx.delete(about).where(eq(about.userId, userId));
    },
  };
}
