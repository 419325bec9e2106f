import type pg from 'pg';
import type { EngineOptions } from '../engine.ts';
import { CREATE_BOOK, planMigrations, READ_BOOK } from '../migrations/plan.ts';

/** Applies what is missing, all or nothing. A second process waits for the lock, then finds nothing to do. */
export async function migratePostgres(pool: pg.Pool, { migrations, log }: EngineOptions): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN; SET LOCAL statement_timeout = 0');
    await client.query("SELECT pg_advisory_xact_lock(hashtext('schema_migration'))");
    await client.query(CREATE_BOOK);
    const { rows } = await client.query(READ_BOOK);
    for (const script of planMigrations(migrations, rows, log)) await client.query(script);
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    // Closing the connection rolls back.
    client.release(true);
    throw error;
  }
}
