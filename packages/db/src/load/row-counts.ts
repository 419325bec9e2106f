import { getTableName } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';

/** Counts rows by the names of their tables. */
export function createRowCounts() {
  const counts: Record<string, number> = {};
  return {
    add(table: SQLiteTable, rows: number): void {
      const name = getTableName(table);
      counts[name] = (counts[name] ?? 0) + rows;
    },
    all: (): Readonly<Record<string, number>> => ({ ...counts }),
  };
}
