import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { TableDefinition, Tables } from '../tables/define.ts';

/** Fills a new database as fast as the disk takes it. Nobody else may use the database meanwhile. */
export interface Loader {
  /** The declared tables, built for this database's dialect. */
  tables<T extends Tables>(definition: TableDefinition<T>): T;

  /**
   * Adds whole rows: no column is left out, so that a new one is noticed by the compiler.
   * @throws when a row breaks a primary key or a NOT NULL
   */
  insert<T extends SQLiteTable>(table: T, rows: readonly T['$inferSelect'][]): Promise<void>;

  /** How many rows each table got so far, by its name in SQL. */
  written(): Readonly<Record<string, number>>;

  /**
   * Completes the database and closes it; it can be opened from here on.
   * @throws when rows break a unique index or a foreign key
   */
  finish(): Promise<void>;

  /** Gives up and closes. On SQLite nothing is left. */
  abandon(): Promise<void>;
}
