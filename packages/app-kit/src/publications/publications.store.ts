import type { Database, Reader, Writer } from '@accounts-center/db';
import { eq } from 'drizzle-orm';
import { publicationsTables } from './publications.table.ts';

export interface PublicationRow {
  readonly key: string;
  readonly bodyHash: string | null;
  readonly postId: string | null;
  readonly createdAt: Date;
}

export interface PublicationsStore {
  find(reader: Reader, key: string): Promise<PublicationRow | undefined>;
  add(tx: Writer, row: PublicationRow): Promise<void>;
  /** Forbids a key under which something was published. */
  withdraw(tx: Writer, key: string): Promise<void>;
}

export function createPublicationsStore(db: Database): PublicationsStore {
  const { publication } = db.tables(publicationsTables);
  return {
    find: async (reader, key) => {
      const [row] = await reader.select().from(publication).where(eq(publication.key, key));
      return row;
    },
    add: async (tx, row) => {
      // A row of the same key that came in between fails the transaction on PostgreSQL, which then runs again and sees it.
      await tx.insert(publication).values(row).onConflictDoNothing();
    },
    withdraw: async (tx, key) => {
      await tx.update(publication).set({ postId: null }).where(eq(publication.key, key));
    },
  };
}
