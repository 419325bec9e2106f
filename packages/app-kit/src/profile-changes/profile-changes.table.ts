import { defineTables } from '@accounts-center/db';
import type { ProfileField, ProfileRefusal } from '../users/profile-refusal.ts';
import type { DecidedState } from './profile-change.ts';

/** Changes that accounts-center prepared, committed or aborted here, and what profiles were before. */
export const profileChangesTables = defineTables((d) => ({
  profileChange: d.table(
    'profile_change',
    {
      key: d.text('key').primaryKey(),
      /** Null where the key was aborted before it was prepared. */
      bodyHash: d.text('body_hash'),
      /** Null, as the new values are, where nothing was prepared. */
      userId: d.text('user_id'),
      username: d.text('username'),
      displayName: d.text('display_name'),
      photoId: d.text('photo_id'),
      removesPhoto: d.boolean('removes_photo').notNull(),
      state: d.text('state').$type<DecidedState>().notNull(),
      refusals: d.json<StoredRefusal[]>('refusals').notNull(),
      createdAt: d.instant('created_at').notNull(),
    },
    (t) => [d.index('profile_change_user_id').on(t.userId, t.state)],
  ),
  profileHistory: d.table(
    'profile_history',
    {
      id: d.text('id').primaryKey(),
      userId: d.text('user_id').notNull(),
      field: d.text('field').$type<ProfileField>().notNull(),
      /** What it was until then; null for no photo. */
      formerValue: d.text('former_value'),
      changedAt: d.instant('changed_at').notNull(),
    },
    (t) => [d.index('profile_history_user_id').on(t.userId, t.field, t.changedAt)],
  ),
}));

/** A refusal as JSON keeps it. */
export type StoredRefusal = Omit<ProfileRefusal, 'until'> & { readonly until: string | null };
