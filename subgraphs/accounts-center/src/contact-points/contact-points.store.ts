import type { Database, Reader, Writer } from '@accounts-center/db';
import { asc, eq, inArray } from 'drizzle-orm';
import { contactPointsTables } from './contact-points.table.ts';

/** A contact point as it is kept. */
export interface ContactPointRow {
  readonly id: string;
  readonly accountId: string;
  readonly address: string;
  readonly addressKey: string;
  readonly verifiedAt: Date | null;
  readonly pendingAddress: string | null;
  readonly pendingKey: string | null;
  readonly createdAt: Date;
}

export type ContactPointsStore = ReturnType<typeof createContactPointsStore>;

export function createContactPointsStore(db: Database) {
  const { contactPoint } = db.tables(contactPointsTables);

  async function listOfAll(accountIds: readonly string[], reader: Reader = db.read): Promise<ContactPointRow[]> {
    return reader
      .select()
      .from(contactPoint)
      .where(inArray(contactPoint.accountId, [...accountIds]))
      .orderBy(asc(contactPoint.createdAt), asc(contactPoint.id));
  }

  return {
    /** The contact points of accounts, the oldest first. */
    listOfAll,

    /** The contact points of an account, the oldest first. */
    listOf: (accountId: string, reader?: Reader): Promise<ContactPointRow[]> => listOfAll([accountId], reader),

    async find(reader: Reader, id: string): Promise<ContactPointRow | undefined> {
      const [found] = await reader.select().from(contactPoint).where(eq(contactPoint.id, id));
      return found;
    },

    async add(tx: Writer, row: ContactPointRow): Promise<void> {
      await tx.insert(contactPoint).values(row);
    },

    async update(tx: Writer, id: string, change: Partial<ContactPointRow>): Promise<void> {
      await tx.update(contactPoint).set(change).where(eq(contactPoint.id, id));
    },

    async remove(tx: Writer, id: string): Promise<void> {
      await tx.delete(contactPoint).where(eq(contactPoint.id, id));
    },
  };
}
