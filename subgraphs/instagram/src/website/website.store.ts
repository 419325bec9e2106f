import type { Database, Reader, Writer } from '@accounts-center/db';
import { eq, inArray } from 'drizzle-orm';
import { websiteTables } from './website.table.ts';

export interface WebsiteStore {
  /** The websites of accounts, by their ids. */
  of(reader: Reader, userIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  put(tx: Writer, userId: string, address: string): Promise<void>;
  remove(tx: Writer, userId: string): Promise<void>;
}

export function createWebsiteStore(db: Database): WebsiteStore {
  const { website } = db.tables(websiteTables);
  return {
    of: async (reader, userIds) => {
      const isWanted = inArray(website.userId, [...userIds]);
      const rows = await reader.select().from(website).where(isWanted);
      return new Map(rows.map(({ userId, address }) => [userId, address]));
    },
    put: async (tx, userId, address) => {
      const set = { address };
      await tx.insert(website).values({ userId, address }).onConflictDoUpdate({ target: website.userId, set });
    },
    remove: async (tx, userId) => {
      await tx.delete(website).where(eq(website.userId, userId));
    },
  };
}
