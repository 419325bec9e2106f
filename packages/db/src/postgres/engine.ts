import pg from 'pg';
import type { Engine, EngineOptions } from '../engine.ts';
import { readGuard } from '../statement-guard.ts';
import { drizzleOn } from './connection.ts';
import { migratePostgres } from './migrate.ts';
import { retryConflicts } from './retry.ts';
import { runTransaction } from './transaction.ts';

/** Opens a PostgreSQL database through a pool of connections. */
export async function openPostgres(options: EngineOptions): Promise<Engine> {
  const { log } = options;
  const statements = { constraints: options.constraints, onStatement: options.onStatement };
  const pool = createPool(options);
  try {
    await migratePostgres(pool, options);
  } catch (error) {
    await pool.end();
    throw error;
  }

  return {
    read: drizzleOn(pool, readGuard, statements),
    write: (transaction, { isolation = 'serializable', name }) =>
      retryConflicts(
        () => runTransaction(pool, isolation, transaction, statements),
        (attempts) => log?.debug({ write: name, attempts }, 'a write met a concurrent one and is repeated'),
      ),
    ping: async () => void (await pool.query('SELECT 1')),
    close: () => pool.end(),
  };
}

function createPool({ url, connections = 10, log }: EngineOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
  });
  // The error carries the client, and the client its password.
  pool.on('error', (error) => log?.warn({ reason: error.message }, 'lost an idle connection'));
  // A connection lost in use fails its statement; without a listener it would also end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
