import type { Database, Reader, Writer } from '@accounts-center/db';
import { and, eq, gt, inArray, lte } from 'drizzle-orm';
import { noteTables } from './note.table.ts';

/** A line that is shown until it expires. */
export interface Note {
  readonly text: string;
  readonly expiresAt: Date;
}

export interface NoteStore {
  /** The notes of accounts that are still shown at `now`, by the accounts' ids. */
  of(reader: Reader, userIds: readonly string[], now: Date): Promise<ReadonlyMap<string, Note>>;
  put(tx: Writer, userId: string, note: Note): Promise<void>;
  remove(tx: Writer, userId: string): Promise<void>;
  removeExpired(tx: Writer, now: Date): Promise<void>;
}

export function createNoteStore(db: Database): NoteStore {
  const { note: table } = db.tables(noteTables);
  return {
    of: async (reader, userIds, now) => {
      const isShown = and(inArray(table.userId, [...userIds]), gt(table.expiresAt, now));
      const rows = await reader.select().from(table).where(isShown);
      return new Map(rows.map(({ userId, ...note }) => [userId, note]));
    },
    put: async (tx, userId, { text, expiresAt }) => {
      const set = { text, expiresAt };
      await tx
        .insert(table)
        .values({ userId, ...set })
        .onConflictDoUpdate({ target: table.userId, set });
    },
    remove: async (tx, userId) => {
      await tx.delete(table).where(eq(table.userId, userId));
    },
    removeExpired: async (tx, now) => {
      await tx.delete(table).where(lte(table.expiresAt, now));
    },
  };
}
