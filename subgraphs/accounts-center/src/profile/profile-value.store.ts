import type { Database, Reader, Writer } from '@accounts-center/db';
import { inArray, sql } from 'drizzle-orm';
import type { ProfileField } from '../generated/accounts-center.ts';
import { profileTables } from './profile.table.ts';

/** Which version of a field an account has, and since which change. */
export interface ProfileValue {
  readonly accountId: string;
  readonly field: ProfileField;
  /** Grows with every decided change of the field, linked or not; those who are the same have the same. */
  readonly version: number;
  readonly changeId: string;
  readonly changedAt: Date;
}

export type ProfileValueStore = ReturnType<typeof createProfileValueStore>;

/** Keeps the versions of profiles' values; a value that was never changed has none. The values are the apps'. */
export function createProfileValueStore(db: Database) {
  const { profileValue } = db.tables(profileTables);
  return {
    async ofAccounts(accountIds: readonly string[], reader: Reader = db.read): Promise<ProfileValue[]> {
      return reader
        .select()
        .from(profileValue)
        .where(inArray(profileValue.accountId, [...accountIds]));
    },

    async put(tx: Writer, rows: readonly ProfileValue[]): Promise<void> {
      if (rows.length === 0) return;
      const set = {
        version: sql`excluded.version`,
        changeId: sql`excluded.change_id`,
        changedAt: sql`excluded.changed_at`,
      };
      await tx
        .insert(profileValue)
        .values([...rows])
        .onConflictDoUpdate({ target: [profileValue.accountId, profileValue.field], set });
    },
  };
}
