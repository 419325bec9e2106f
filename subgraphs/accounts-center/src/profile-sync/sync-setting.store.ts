import type { Database, Reader, Writer } from '@accounts-center/db';
import { and, asc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { ProfileField } from '../generated/accounts-center.ts';
import { profileSyncTables } from './profile-sync.table.ts';

/** A field that accounts of a center keep the same. */
export interface SyncGroup {
  readonly centerId: string;
  readonly field: ProfileField;
  /** Whose value the others take; null when a change in any of them shows in all. */
  readonly sourceAccountId: string | null;
}

/** Whose value the others of a center take in a field. */
export interface FieldSource {
  readonly centerId: string;
  readonly field: ProfileField;
  readonly sourceAccountId: string;
}

/** That an account is in a group; its source is, too. */
interface SyncMember {
  readonly accountId: string;
  readonly field: ProfileField;
  readonly centerId: string;
  /** Its app has verified the account: the field stays as it is. */
  readonly isPaused: boolean;
}

/** That a field of an account is kept the same, and as whose. */
export type SyncSetting = SyncMember & SyncGroup;

type GroupKey = Pick<SyncGroup, 'centerId' | 'field'>;

/** Reads and writes what is kept the same. Inside a write, pass its transaction as the reader. */
export function createSyncSettingStore(db: Database) {
  const { syncGroup, syncMember } = db.tables(profileSyncTables);
  const isIn = ({ centerId, field }: GroupKey) => and(eq(syncMember.centerId, centerId), eq(syncMember.field, field));

  return {
    async ofAccounts(accountIds: readonly string[], reader: Reader = db.read): Promise<SyncSetting[]> {
      const { accountId, field, centerId, isPaused } = syncMember;
      return reader
        .select({ accountId, field, centerId, isPaused, sourceAccountId: syncGroup.sourceAccountId })
        .from(syncMember)
        .innerJoin(syncGroup, and(eq(syncGroup.centerId, centerId), eq(syncGroup.field, field)))
        .where(inArray(accountId, [...accountIds]))
        .orderBy(asc(accountId));
    },

    async sourcesOf(centerIds: readonly string[]): Promise<FieldSource[]> {
      const groups = await db.read
        .select()
        .from(syncGroup)
        .where(and(inArray(syncGroup.centerId, [...centerIds]), isNotNull(syncGroup.sourceAccountId)));
      return groups.flatMap(({ sourceAccountId, ...group }) =>
        sourceAccountId === null ? [] : [{ ...group, sourceAccountId }],
      );
    },

    async countMembers(tx: Writer, group: GroupKey): Promise<number> {
      return tx.$count(syncMember, isIn(group));
    },

    async putGroup(tx: Writer, group: SyncGroup): Promise<void> {
      const { sourceAccountId } = group;
      const target = [syncGroup.centerId, syncGroup.field];
      await tx.insert(syncGroup).values(group).onConflictDoUpdate({ target, set: { sourceAccountId } });
    },

    async putMembers(tx: Writer, members: readonly SyncMember[]): Promise<void> {
      await tx
        .insert(syncMember)
        .values([...members])
        .onConflictDoUpdate({
          target: [syncMember.accountId, syncMember.field],
          set: { centerId: sql`excluded.center_id`, isPaused: sql`excluded.is_paused` },
        });
    },

    async removeMember(tx: Writer, { accountId, field }: Pick<SyncMember, 'accountId' | 'field'>): Promise<void> {
      await tx.delete(syncMember).where(and(eq(syncMember.accountId, accountId), eq(syncMember.field, field)));
    },

    async removeGroup(tx: Writer, group: GroupKey): Promise<void> {
      await tx.delete(syncMember).where(isIn(group));
      const isIt = and(eq(syncGroup.centerId, group.centerId), eq(syncGroup.field, group.field));
      await tx.delete(syncGroup).where(isIt);
    },
  };
}
