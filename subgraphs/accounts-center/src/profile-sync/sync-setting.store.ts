import type { Database, Reader, Writer } from '@accounts-center/db';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { ProfileField } from '../generated/accounts-center.ts';
import { profileSyncTables } from './profile-sync.table.ts';

/** That a field of an account is kept the same as the source's. The source has one too, with itself. */
export interface SyncSetting {
  readonly accountId: string;
  readonly field: ProfileField;
  readonly sourceAccountId: string;
  /** Its app has verified the account: the field stays as it is. */
  readonly isPaused: boolean;
}

export type SyncSettingStore = ReturnType<typeof createSyncSettingStore>;

/** Reads and writes what is kept the same. Inside a write, pass its transaction as the reader. */
export function createSyncSettingStore(db: Database) {
  const { syncSetting, fieldVersion } = db.tables(profileSyncTables);

  return {
    async ofAccounts(accountIds: readonly string[], reader: Reader = db.read): Promise<SyncSetting[]> {
      return reader
        .select()
        .from(syncSetting)
        .where(inArray(syncSetting.accountId, [...accountIds]));
    },

    /** Everybody whose field follows the source, itself included. */
    async group(field: ProfileField, sourceAccountId: string, reader: Reader = db.read): Promise<SyncSetting[]> {
      const isIts = and(eq(syncSetting.sourceAccountId, sourceAccountId), eq(syncSetting.field, field));
      return reader.select().from(syncSetting).where(isIts);
    },

    async put(tx: Writer, settings: readonly SyncSetting[]): Promise<void> {
      await tx
        .insert(syncSetting)
        .values([...settings])
        .onConflictDoUpdate({
          target: [syncSetting.accountId, syncSetting.field],
          set: { sourceAccountId: sql`excluded.source_account_id`, isPaused: sql`excluded.is_paused` },
        });
    },

    async remove(tx: Writer, { accountId, field }: Pick<SyncSetting, 'accountId' | 'field'>): Promise<void> {
      await tx.delete(syncSetting).where(and(eq(syncSetting.accountId, accountId), eq(syncSetting.field, field)));
    },

    async countChange(tx: Writer, centerId: string, field: ProfileField): Promise<void> {
      await tx
        .insert(fieldVersion)
        .values({ centerId, field, version: 1 })
        .onConflictDoUpdate({
          target: [fieldVersion.centerId, fieldVersion.field],
          set: { version: sql`${fieldVersion.version} + 1` },
        });
    },

    /** How often each field of a center was changed while it was kept the same. */
    async versions(centerId: string, reader: Reader = db.read): Promise<Map<ProfileField, number>> {
      const rows = await reader.select().from(fieldVersion).where(eq(fieldVersion.centerId, centerId));
      return new Map(rows.map(({ field, version }) => [field, version]));
    },

    async removeVersions(tx: Writer, centerId: string): Promise<void> {
      await tx.delete(fieldVersion).where(eq(fieldVersion.centerId, centerId));
    },
  };
}
