import Database from 'better-sqlite3';
import { RateLimiterSQLite } from 'rate-limiter-flexible';
import { COUNTS_TABLE, prepared } from './counts-table.ts';
import type { CountStore } from './guarded-store.ts';

/** A call of SQLite holds up the whole process, so another process is not waited for any longer. */
const BUSY_TIMEOUT_MS = 100;

/**
 * Counts in a file, which the processes of one machine may share.
 * @throws when it can't be opened
 */
export function openSqliteCounts(file: string): CountStore {
  const storeClient = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  // What is lost when the power fails are counts of the last moments.
  storeClient.pragma('journal_mode = WAL');
  storeClient.pragma('synchronous = OFF');
  const table = { storeClient, storeType: 'better-sqlite3', tableName: COUNTS_TABLE, clearExpiredByTimeout: false };
  return {
    prepare: () => prepared((done) => new RateLimiterSQLite({ ...table, points: 1, duration: 1 }, done)),
    limiter: (options) => new RateLimiterSQLite({ ...table, ...options, tableCreated: true }),
    sweep: async () => void storeClient.prepare(`DELETE FROM ${COUNTS_TABLE} WHERE expire < ?`).run(Date.now()),
    close: async () => void storeClient.close(),
  };
}
