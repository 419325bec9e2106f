import { defineTables } from '@accounts-center/db';
import type { AccountState } from './user.ts';

/** The accounts of the app. */
export const usersTables = defineTables((d) => ({
  user: d.table(
    'user',
    {
      id: d.text('id').primaryKey(),
      username: d.text('username').notNull(),
      usernameNormal: d.text('username_normal').notNull(),
      displayName: d.text('display_name').notNull(),
      photoId: d.text('photo_id'),
      bio: d.text('bio').notNull(),
      isPrivate: d.boolean('is_private').notNull(),
      isVerified: d.boolean('is_verified').notNull(),
      state: d.text('state').$type<AccountState>().notNull(),
      stateVersion: d.integer('state_version').notNull(),
      createdAt: d.instant('created_at').notNull(),
    },
    (t) => [d.uniqueIndex('user_username_normal').on(t.usernameNormal)],
  ),
}));
