import type { Database, Reader, Writer } from '@accounts-center/db';
import { sweepUntil } from '@accounts-center/subgraph-kit';
import { and, eq } from 'drizzle-orm';
import { type CommandState, commandsTables } from './commands.table.ts';

export interface CommandRow {
  readonly operation: string;
  readonly key: string;
  readonly bodyHash: string | null;
  readonly state: CommandState;
  readonly resultId: string | null;
  /** As JSON gives them back. */
  readonly refusals: readonly unknown[];
  readonly createdAt: Date;
}

export interface CommandsStore {
  find(reader: Reader, operation: string, key: string): Promise<CommandRow | undefined>;
  add(tx: Writer, row: CommandRow): Promise<void>;
  /** Removes those from then and before. */
  sweepUntil(until: Date): Promise<void>;
}

export function createCommandsStore(db: Database): CommandsStore {
  const { command } = db.tables(commandsTables);
  return {
    find: async (reader, operation, key) => {
      const isMeant = and(eq(command.operation, operation), eq(command.key, key));
      const [row] = await reader.select().from(command).where(isMeant);
      return row;
    },
    add: async (tx, row) => {
      // A row of the same key that came in between fails the transaction on PostgreSQL, which then runs again and sees it.
      await tx
        .insert(command)
        .values({ ...row, refusals: [...row.refusals] })
        .onConflictDoNothing();
    },
    sweepUntil: (until) =>
      sweepUntil(db, until, { table: command, key: [command.operation, command.key], at: command.createdAt }),
  };
}
