import { defineTables } from '@accounts-center/db';
import type { ProfileField } from '../generated/accounts-center.ts';

export const profileSyncTables = defineTables((d) => ({
  /** A field that accounts of a center keep the same (PR1), at most once a center. */
  syncGroup: d.table(
    'sync_group',
    {
      centerId: d.text('center_id').notNull(),
      field: d.text('field').$type<ProfileField>().notNull(),
      /** The member whose value the others take; null when a change in any of them shows in all (PR2). */
      sourceAccountId: d.text('source_account_id'),
    },
    (t) => [d.primaryKey([t.centerId, t.field])],
  ),

  /** Who is in a group; its source too. An account is in one center, so in one group a field. */
  syncMember: d.table(
    'sync_member',
    {
      accountId: d.text('account_id').notNull(),
      field: d.text('field').$type<ProfileField>().notNull(),
      centerId: d.text('center_id').notNull(),
      /** The app has verified the account (PR6), as the last change found. */
      isPaused: d.boolean('is_paused').notNull(),
    },
    (t) => [d.primaryKey([t.accountId, t.field]), d.index('sync_member_group').on(t.centerId, t.field)],
  ),
}));
