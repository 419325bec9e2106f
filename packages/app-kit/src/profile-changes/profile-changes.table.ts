import { defineTables } from '@accounts-center/db';
import type { ProfileField } from '../users/profile-refusal.ts';
import type { DecidedState, FieldVersion } from './profile-change.ts';

/** Changes that accounts-center prepared here, and what became of them; every value that a profile had, or lost to a newer one. */
export const profileChangesTables = defineTables((d) => ({
  profileChange: d.table(
    'profile_change',
    {
      key: d.text('key').primaryKey(),
      userId: d.text('user_id').notNull(),
      /** New values are null where they stay as they are. */
      username: d.text('username'),
      displayName: d.text('display_name'),
      photoId: d.text('photo_id'),
      removesPhoto: d.boolean('removes_photo').notNull(),
      versions: d.json<FieldVersion[]>('versions').notNull(),
      state: d.text('state').$type<DecidedState>().notNull(),
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
      /** Null for no photo. */
      value: d.text('value'),
      /** The value with the highest one is in effect; 0 is what the account began with. */
      version: d.integer('version').notNull(),
      changedAt: d.instant('changed_at').notNull(),
    },
    (t) => [d.index('profile_history_user_id').on(t.userId, t.field, t.changedAt)],
  ),
}));
