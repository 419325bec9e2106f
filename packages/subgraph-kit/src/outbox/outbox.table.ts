import { defineTables } from '@accounts-center/db';
import type { JsonValue } from '../json.ts';

/** What is still to be done: events for sister services, and jobs of this one. A row goes when it is done. */
export const outboxTables = defineTables((d) => ({
  outbox: d.table(
    'outbox',
    {
      id: d.text('id').primaryKey(),
      type: d.text('type').notNull(),
      destination: d.text('destination').notNull(),
      lane: d.text('lane').notNull(),
      payload: d.json<JsonValue>('payload').notNull(),
      dedupeKey: d.text('dedupe_key'),
      createdAt: d.instant('created_at').notNull(),
      availableAt: d.instant('available_at').notNull(),
      attempts: d.integer('attempts').notNull(),
      failures: d.integer('failures').notNull(),
      parkedAt: d.instant('parked_at'),
      leaseUntil: d.instant('lease_until'),
      leaseToken: d.text('lease_token'),
      lastError: d.text('last_error'),
    },
    (t) => [d.uniqueIndex('outbox_dedupe_key').on(t.dedupeKey), d.index('outbox_available_at').on(t.availableAt)],
  ),
}));
