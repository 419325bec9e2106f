import type { Database, Reader, Writer } from '@accounts-center/db';
import { inArray, sql } from 'drizzle-orm';
import { profileTables } from './profile.table.ts';

/** Where an account's photo was copied from. */
export interface PhotoOrigin {
  readonly accountId: string;
  /** The copy. */
  readonly photoId: string;
  /** The upload that it goes back to. */
  readonly originId: string;
}

export type PhotoOriginStore = ReturnType<typeof createPhotoOriginStore>;

/** Remembers which photos are copies of one picture: apps encode each anew, so neither ids nor bytes tell. */
export function createPhotoOriginStore(db: Database) {
  const { photoOrigin } = db.tables(profileTables);
  return {
    async ofAccounts(accountIds: readonly string[], reader: Reader = db.read): Promise<Map<string, PhotoOrigin>> {
      const rows = await reader
        .select()
        .from(photoOrigin)
        .where(inArray(photoOrigin.accountId, [...accountIds]));
      return new Map(rows.map((row) => [row.accountId, row]));
    },

    async put(tx: Writer, origin: PhotoOrigin): Promise<void> {
      const set = { photoId: sql`excluded.photo_id`, originId: sql`excluded.origin_id` };
      await tx.insert(photoOrigin).values(origin).onConflictDoUpdate({ target: photoOrigin.accountId, set });
    },
  };
}
