import pg from 'pg';
import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { COUNTS_TABLE, prepared } from './counts-table.ts';
import type { CountStore } from './guarded-store.ts';

const CONNECTIONS = 8;
/** Requests wait for this: a slow database is one that fails. */
const TIMEOUT_MS = 1_000;

/** Counts in a PostgreSQL database, which the processes of many machines may share. */
export function openPostgresCounts(url: string): CountStore {
  const storeClient = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
    // What is lost when the server fails are counts of the last moments.
    options: '-c synchronous_commit=off',
  });
  // A connection that breaks while nobody uses it; the next query tells.
  storeClient.on('error', () => {});
  const table = { storeClient, storeType: 'pool', tableName: COUNTS_TABLE, clearExpiredByTimeout: false };
  const create = (): Promise<void> =>
    prepared((done) => new RateLimiterPostgres({ ...table, points: 1, duration: 1 }, done));
  return {
    // Of several processes that make the table at once PostgreSQL lets one, and fails the others: then it is there.
    prepare: () => create().catch(create),
    limiter: (options) => new RateLimiterPostgres({ ...table, ...options, tableCreated: true }),
    sweep: async () => void (await storeClient.query(`DELETE FROM ${COUNTS_TABLE} WHERE expire < $1`, [Date.now()])),
    close: () => storeClient.end(),
  };
}
