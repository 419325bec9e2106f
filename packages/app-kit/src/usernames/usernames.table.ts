import { defineTables } from '@accounts-center/db';

/** Who has, or has reserved, which username. One row per name, so that a name can't be both. */
export const usernamesTables = defineTables((d) => ({
  usernameClaim: d.table(
    'username_claim',
    {
      usernameNormal: d.text('username_normal').primaryKey(),
      userId: d.text('user_id').notNull(),
      /** The profile change that reserves it; null once the name is in force. */
      changeKey: d.text('change_key'),
    },
    (t) => [d.index('username_claim_user_id').on(t.userId), d.index('username_claim_change_key').on(t.changeKey)],
  ),
}));
