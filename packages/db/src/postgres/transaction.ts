import type pg from 'pg';
import type { WriteOptions, Writer } from '../database.ts';
import { markAsWrite } from '../inside-write.ts';
import { createWriter } from '../savepoint.ts';
import { TransactionGuard } from '../statement-guard.ts';
import { drizzleOn, type StatementOptions } from './connection.ts';

type Isolation = NonNullable<WriteOptions['isolation']>;

/** Runs one attempt of a transaction on a connection of its own. */
export async function runTransaction<T>(
  pool: pg.Pool,
  isolation: Isolation,
  transaction: (tx: Writer) => Promise<T>,
  options: StatementOptions,
): Promise<T> {
  const client = await pool.connect();
  const guard = new TransactionGuard();
  const execute = (sql: string) => {
    options.onStatement?.(sql);
    return client.query(sql);
  };
  const tx = createWriter(drizzleOn(client, guard, options), execute, guard);
  try {
    await execute(`BEGIN ISOLATION LEVEL ${isolation}`);
    const result = await markAsWrite(() => transaction(tx));
    guard.assertSound();
    guard.end();
    await execute('COMMIT');
    client.release();
    return result;
  } catch (error) {
    guard.end();
    // A connection that cannot roll back is thrown away.
    await execute('ROLLBACK').then(
      () => client.release(),
      (broken: Error) => client.release(broken),
    );
    throw error;
  }
}
