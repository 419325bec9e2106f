import { defineTables } from '@accounts-center/db';

/** Which events of sister services have taken effect here. */
export const inboxTables = defineTables((d) => ({
  inboxEvent: d.table(
    'inbox_event',
    {
      id: d.text('id').primaryKey(),
      receivedAt: d.instant('received_at').notNull(),
    },
    (t) => [d.index('inbox_event_received_at').on(t.receivedAt)],
  ),
}));
