import type { Database, Reader, Writer } from '@accounts-center/db';
import { sweepUntil } from '@accounts-center/subgraph-kit';
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { contactPointsTables } from './contact-points.table.ts';

/** A code that was sent, as it is kept. */
export interface ContactCodeRow {
  readonly id: string;
  readonly contactPointId: string;
  readonly accountId: string;
  readonly addressMac: string;
  readonly sourceMac: string;
  readonly codeMac: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly tries: number;
  readonly endedAt: Date | null;
}

export function createContactCodesStore(db: Database) {
  const { contactCode } = db.tables(contactPointsTables);
  const runningOf = (contactPointId: string) =>
    and(eq(contactCode.contactPointId, contactPointId), isNull(contactCode.endedAt));

  return {
    /** How many were sent after `since` for the same account, to the same address, or for the same source. */
    async countSince(
      reader: Reader,
      by: 'accountId' | 'addressMac' | 'sourceMac',
      value: string,
      since: Date,
    ): Promise<number> {
      return reader.$count(contactCode, and(eq(contactCode[by], value), gt(contactCode.createdAt, since)));
    },

    async add(tx: Writer, code: ContactCodeRow): Promise<void> {
      await tx.insert(contactCode).values(code);
    },

    /** The code that was sent last and has not ended; it may have expired. */
    async running(reader: Reader, contactPointId: string): Promise<ContactCodeRow | undefined> {
      const [found] = await reader.select().from(contactCode).where(runningOf(contactPointId));
      return found;
    },

    async countTry(tx: Writer, id: string): Promise<void> {
      await tx
        .update(contactCode)
        .set({ tries: sql`${contactCode.tries} + 1` })
        .where(eq(contactCode.id, id));
    },

    async endAll(tx: Writer, contactPointId: string, at: Date): Promise<void> {
      await tx.update(contactCode).set({ endedAt: at }).where(runningOf(contactPointId));
    },

    removeUntil: (until: Date): Promise<void> =>
      sweepUntil(db, until, { table: contactCode, key: [contactCode.id], at: contactCode.createdAt }),
  };
}
