import type { Database, Reader, Writer } from '@accounts-center/db';
import { and, eq, gt, lte, type SQL, sql } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { isUnused } from '../media.store.ts';
import { mediaTables } from '../media.table.ts';

/** An upload under way. When its lease has ended, its process has. */
export interface UploadSlot {
  readonly id: string;
  readonly ownerId: string;
  /** The most that it may become. */
  readonly sizeBytes: number;
  readonly leaseUntil: Date;
}

/** How many there are, and how large they are together. */
export interface Amount {
  readonly count: number;
  readonly sizeBytes: number;
}

export type UploadsStore = ReturnType<typeof createUploadsStore>;

/** Uploads of one app that are under way, and what has come of earlier ones. */
export function createUploadsStore(db: Database) {
  const { media, uploadSlot, uploadClaim } = db.tables(mediaTables);

  async function amountOf(
    reader: Reader,
    table: SQLiteTable,
    sizeBytes: typeof media.sizeBytes | typeof uploadSlot.sizeBytes,
    isMeant: SQL | undefined,
  ): Promise<Amount> {
    const amount = {
      count: sql`count(*)`.mapWith(Number),
      sizeBytes: sql`coalesce(sum(${sizeBytes}), 0)`.mapWith(Number),
    };
    const [row] = await reader.select(amount).from(table).where(isMeant);
    return row ?? { count: 0, sizeBytes: 0 };
  }

  return {
    /** Has all other claims for this account wait until the end of the transaction. */
    async lock(tx: Writer, ownerId: string): Promise<void> {
      // Nobody else can insert the row until we have committed, and then it is gone.
      await tx.insert(uploadClaim).values({ ownerId });
      await tx.delete(uploadClaim).where(eq(uploadClaim.ownerId, ownerId));
    },

    /** What an account is uploading. */
    underWay: (reader: Reader, ownerId: string, now: Date) =>
      amountOf(
        reader,
        uploadSlot,
        uploadSlot.sizeBytes,
        and(eq(uploadSlot.ownerId, ownerId), gt(uploadSlot.leaseUntil, now)),
      ),

    /** An account's files that came after an instant and that nothing uses. Reads no row of an older file. */
    unused: (reader: Reader, ownerId: string, after: Date) =>
      amountOf(
        reader,
        media,
        media.sizeBytes,
        and(eq(media.ownerId, ownerId), gt(media.createdAt, after), isUnused(db, reader)),
      ),

    async add(tx: Writer, slot: UploadSlot): Promise<void> {
      await tx.insert(uploadSlot).values(slot);
    },

    /** Lowers what a slot may become. */
    async shrink(tx: Writer, id: string, sizeBytes: number): Promise<void> {
      const isLarger = and(eq(uploadSlot.id, id), gt(uploadSlot.sizeBytes, sizeBytes));
      await tx.update(uploadSlot).set({ sizeBytes }).where(isLarger);
    },

    /** Prolongs a lease; one that has ended stays so. */
    async renew(tx: Writer, id: string, now: Date, leaseUntil: Date): Promise<void> {
      const isHeld = and(eq(uploadSlot.id, id), gt(uploadSlot.leaseUntil, now));
      await tx.update(uploadSlot).set({ leaseUntil }).where(isHeld);
    },

    /** Removes a slot; false when it was held no more. */
    async remove(tx: Writer, id: string, now: Date): Promise<boolean> {
      const [removed] = await tx.delete(uploadSlot).where(eq(uploadSlot.id, id)).returning();
      return removed !== undefined && removed.leaseUntil > now;
    },

    /** Removes the slots whose leases have ended. */
    async removeEnded(tx: Writer, now: Date): Promise<void> {
      await tx.delete(uploadSlot).where(lte(uploadSlot.leaseUntil, now));
    },
  };
}
