import { defineTables } from '@accounts-center/db';

/** Which events of sister services have taken effect here. */
export const inboxTables = defineTables((d) => ({
  inboxEvent: d.table(
    'inbox_event',
    {
      source: d.text('source').notNull(),
      id: d.text('id').notNull(),
      receivedAt: d.instant('received_at').notNull(),
    },
    (t) => [d.primaryKey([t.source, t.id]), d.index('inbox_event_received_at').on(t.receivedAt)],
  ),
}));
