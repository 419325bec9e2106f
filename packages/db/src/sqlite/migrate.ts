import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import type { EngineOptions } from '../engine.ts';
import { CREATE_BOOK, planMigrations, READ_BOOK } from '../migrations/plan.ts';
import type { SqliteConnection } from './connection.ts';

/** Applies what is missing, all or nothing. A second process waits for the write lock, then finds nothing to do. */
export async function migrateSqlite(connection: SqliteConnection, { migrations, log }: EngineOptions): Promise<void> {
  await switchToWal(connection);
  // SQLite changes a table by copying and dropping it; with foreign keys on, the drop would delete the rows that refer
  // to it. So they are off, which is possible outside of a transaction only, and are checked as a whole at the end.
  connection.script('PRAGMA busy_timeout = 60000; PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE');
  try {
    connection.script(CREATE_BOOK);
    for (const script of planMigrations(migrations, connection.select(READ_BOOK), log)) connection.script(script);
    const broken = connection.select('PRAGMA foreign_key_check');
    if (broken.length > 0) throw new Error(`Migrations leave ${broken.length} rows with a dangling foreign key.`);
    connection.script('COMMIT');
  } catch (error) {
    connection.script('ROLLBACK');
    throw error;
  }
  connection.script('PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON');
}

// While another process switches the same new file, SQLite fails at once instead of waiting for it.
async function switchToWal(connection: SqliteConnection): Promise<void> {
  for (let attempts = 1; ; attempts++) {
    try {
      return connection.script('PRAGMA journal_mode = WAL');
    } catch (error) {
      const isBusy = error instanceof Sqlite.SqliteError && error.code === 'SQLITE_BUSY';
      if (!isBusy || attempts === 100) throw error;
      await sleep(10);
    }
  }
}
