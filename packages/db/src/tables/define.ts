import { getTableName } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { postgresBuilder } from './postgres.ts';
import { sqliteBuilder, type TableBuilder } from './sqlite.ts';

export type Dialect = 'sqlite' | 'postgres';
export type Tables = Record<string, SQLiteTable>;

/** One declaration of tables, built for each dialect; both carry the SQLite types. */
export type TableDefinition<T extends Tables = Tables> = Readonly<Record<Dialect, T>>;

/**
 * Declares the tables of one slice for both dialects.
 *
 * @param declare builds the tables; it runs once a dialect, so it must not depend on anything but its argument
 */
export function defineTables<T extends Tables>(declare: (d: TableBuilder) => T): TableDefinition<T> {
  return { sqlite: declare(sqliteBuilder), postgres: declare(postgresBuilder) };
}

/**
 * All tables of a service in one dialect, by their SQL names.
 *
 * @throws when two slices declare one name
 */
export function collectTables(definitions: readonly TableDefinition[], dialect: Dialect): Map<string, SQLiteTable> {
  const tables = new Map<string, SQLiteTable>();
  for (const table of definitions.flatMap((definition) => Object.values(definition[dialect]))) {
    const name = getTableName(table);
    if (tables.has(name)) throw new Error(`Table "${name}" is declared twice.`);
    tables.set(name, table);
  }
  return tables;
}
