import Sqlite from 'better-sqlite3';
import { initialMigration } from '../generate.ts';
import type { TableDefinition } from '../tables/define.ts';

/**
 * How SQLite carries out a statement on these tables, a line for each step: which index it searches, by which columns.
 * @param statement as `onStatement` tells it, its values left open
 */
export async function sqlitePlan(tables: readonly TableDefinition[], statement: string): Promise<string[]> {
  const client = new Sqlite(':memory:');
  try {
    client.exec((await initialMigration('sqlite', tables)).sql);
    const values = statement.match(/\?/g)?.map(() => null) ?? [];
    const steps = client.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${statement}`).all(...values);
    return steps.map(({ detail }) => detail);
  } finally {
    client.close();
  }
}
