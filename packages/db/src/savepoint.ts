import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core';
import type { Writer } from './database.ts';
import type { TransactionGuard } from './statement-guard.ts';

/** Sends one statement of transaction control. */
export type Execute = (sql: string) => unknown;

/**
 * Runs `body` in a savepoint of the running transaction, undone when it throws.
 * Savepoints of one name nest in both dialects: the innermost is meant.
 */
export async function savepoint<T>(execute: Execute, guard: TransactionGuard, body: () => Promise<T>): Promise<T> {
  guard.before();
  await execute('SAVEPOINT part');
  try {
    const result = await body();
    guard.assertSound();
    await execute('RELEASE part');
    return result;
  } catch (error) {
    await execute('ROLLBACK TO part');
    await execute('RELEASE part');
    guard.recovered();
    throw error;
  }
}

/** Makes the writer of one transaction from drizzle's query builders on its connection. */
export function createWriter(
  drizzle: BaseSQLiteDatabase<'async', void>,
  execute: Execute,
  guard: TransactionGuard,
): Writer {
  return Object.assign(drizzle, {
    savepoint: <T>(body: () => Promise<T>) => savepoint(execute, guard, body),
  });
}
