import { defineTables } from '@accounts-center/db';
import type { RelationState } from './relation.ts';

/** Who follows whom, or asked to; friends are two rows. */
export const relationsTables = defineTables((d) => ({
  relation: d.table(
    'relation',
    {
      fromId: d.text('from_id').notNull(),
      toId: d.text('to_id').notNull(),
      state: d.text('state').$type<RelationState>().notNull(),
      createdAt: d.instant('created_at').notNull(),
    },
    (t) => [
      d.primaryKey([t.fromId, t.toId]),
      d.index('relation_outgoing').on(t.fromId, t.state, t.createdAt, t.toId),
      d.index('relation_incoming').on(t.toId, t.state, t.createdAt, t.fromId),
    ],
  ),
}));
