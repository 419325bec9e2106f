import { AsyncResource } from 'node:async_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Writer } from '../database.ts';
import { markAsWrite } from '../inside-write.ts';
import { createWriter, savepoint } from '../savepoint.ts';
import { TransactionGuard } from '../statement-guard.ts';
import type { SqliteConnection } from './connection.ts';

const GROUP_SIZE = 64;

/** How a transaction ended, told to its caller only when the group's fate is known. */
interface Outcome {
  readonly error?: unknown;
  settle(): void;
}

interface Task {
  run(): Promise<Outcome>;
  fail(error: unknown): void;
}

/**
 * The single writer of a SQLite file. Transactions run strictly one after another; those that are waiting share one
 * `COMMIT`, and so one wait for the disk, each in a savepoint of its own.
 */
export class WriteQueue {
  readonly #connection: SqliteConnection;
  readonly #waiting: Task[] = [];
  #isDraining = false;

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  write<T>(transaction: (tx: Writer) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      // The queue runs it, but in the async context of whoever asked.
      const run = AsyncResource.bind(async (): Promise<Outcome> => {
        try {
          const value = await this.#run(transaction);
          return { settle: () => resolve(value) };
        } catch (error) {
          return { error, settle: () => reject(error) };
        }
      });
      this.#waiting.push({ run, fail: reject });
      if (!this.#isDraining) void this.#drain();
    });
  }

  async #run<T>(transaction: (tx: Writer) => Promise<T>): Promise<T> {
    const guard = new TransactionGuard();
    const execute = (sql: string) => this.#connection.execute(sql);
    const tx = createWriter(this.#connection.drizzle(guard), execute, guard);
    try {
      return await savepoint(execute, guard, () => markAsWrite(() => transaction(tx)));
    } finally {
      guard.end();
    }
  }

  async #drain(): Promise<void> {
    this.#isDraining = true;
    while (this.#waiting.length > 0) {
      // COMMIT blocks the event loop. One turn lets answers out, and lets the requests that came meanwhile queue up.
      await nextTurn();
      await this.#commit(this.#waiting.splice(0, GROUP_SIZE));
    }
    this.#isDraining = false;
  }

  async #commit(group: readonly Task[]): Promise<void> {
    try {
      const outcomes = await this.#runGroup(group);
      for (const { settle } of outcomes) settle();
    } catch (error) {
      if (this.#connection.isInTransaction) this.#connection.execute('ROLLBACK');
      for (const { fail } of group) fail(error);
    }
  }

  async #runGroup(group: readonly Task[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    this.#connection.execute('BEGIN IMMEDIATE');
    for (const { run } of group) {
      const outcome = await run();
      // A full disk, for one, undoes everything.
      if (!this.#connection.isInTransaction) throw new Error('SQLite gave up its group.', { cause: outcome.error });
      outcomes.push(outcome);
    }
    this.#connection.execute('COMMIT');
    return outcomes;
  }
}
