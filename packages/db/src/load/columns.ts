import { type Column, getTableColumns } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';

/** A column as rows are written to it. */
export interface WrittenColumn {
  /** In SQL. */
  readonly name: string;
  /** The value that the driver takes for it. */
  valueIn(row: Readonly<Record<string, unknown>>): unknown;
}

/**
 * The columns of a table, in their order.
 * @param toDriver turns a JavaScript value that is not null into the driver's
 */
export function writtenColumns(
  table: SQLiteTable,
  toDriver: (value: unknown, column: Column) => unknown,
): readonly WrittenColumn[] {
  return Object.entries<Column>(getTableColumns(table)).map(([key, column]) => ({
    name: column.name,
    valueIn: (row) => {
      const value = row[key];
      return value === null || value === undefined ? null : toDriver(value, column);
    },
  }));
}

/** A name as SQL quotes it, in both dialects. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
