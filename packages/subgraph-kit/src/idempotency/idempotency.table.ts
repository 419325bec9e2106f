import { defineTables } from '@accounts-center/db';

/** Which key stands for which result. */
export const idempotencyTables = defineTables((d) => ({
  idempotencyKey: d.table(
    'idempotency_key',
    {
      scope: d.text('scope').notNull(),
      operation: d.text('operation').notNull(),
      key: d.text('key').notNull(),
      bodyHash: d.text('body_hash').notNull(),
      resultId: d.text('result_id').notNull(),
      createdAt: d.instant('created_at').notNull(),
    },
    (t) => [d.primaryKey([t.scope, t.operation, t.key]), d.index('idempotency_key_created_at').on(t.createdAt)],
  ),
}));
