import { defineTables } from '@accounts-center/db';

/** DONE: it had its effect. REFUSED: it never will. CLOSED: its key was forbidden before it came. */
export type CommandState = 'DONE' | 'REFUSED' | 'CLOSED';

/** What accounts-center has asked for under which key, and what became of it. */
export const commandsTables = defineTables((d) => ({
  command: d.table(
    'command',
    {
      /** The operation of the app contract. */
      operation: d.text('operation').notNull(),
      key: d.text('key').notNull(),
      /** Null where it was closed before it came. */
      bodyHash: d.text('body_hash'),
      state: d.text('state').$type<CommandState>().notNull(),
      /** What it made or changed; null where it was not done. */
      resultId: d.text('result_id'),
      refusals: d.json<unknown[]>('refusals').notNull(),
      createdAt: d.instant('created_at').notNull(),
    },
    (t) => [d.primaryKey([t.operation, t.key]), d.index('command_created_at').on(t.createdAt)],
  ),
}));
