import { defineTables } from '@accounts-center/db';

/** The note that an account shows, until it expires. */
export const noteTables = defineTables((d) => ({
  note: d.table(
    'note',
    {
      userId: d.text('user_id').primaryKey(),
      text: d.text('text').notNull(),
      expiresAt: d.instant('expires_at').notNull(),
    },
    (t) => [d.index('note_expires').on(t.expiresAt)],
  ),
}));
