import Sqlite from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core';
import type { StatementGuard } from '../statement-guard.ts';
import type { UniqueConstraints } from '../unique-constraints.ts';
import { toUniqueViolation } from './unique-violation.ts';

const CACHED_STATEMENTS = 500;

export interface ConnectionOptions {
  readonly isReadonly: boolean;
  readonly constraints: UniqueConstraints;
  readonly onStatement: ((sql: string) => void) | undefined;
}

/** One SQLite connection. It keeps its statements prepared, as compiling one costs more than running it. */
export class SqliteConnection {
  readonly #client: Sqlite.Database;
  readonly #options: ConnectionOptions;
  readonly #prepared = new Map<string, Sqlite.Statement>();

  constructor(path: string, options: ConnectionOptions) {
    this.#client = new Sqlite(path, { readonly: options.isReadonly });
    this.#options = options;
  }

  get isInTransaction(): boolean {
    return this.#client.inTransaction;
  }

  /** Runs a statement without parameters. */
  execute(sql: string): void {
    this.#options.onStatement?.(sql);
    this.#prepare(sql).run();
  }

  /** Runs any number of statements. */
  script(sql: string): void {
    this.#client.exec(sql);
  }

  select(sql: string): unknown[] {
    return this.#client.prepare(sql).all();
  }

  /** Drizzle's query builders on this connection. They answer at once, yet are awaited as PostgreSQL's are. */
  drizzle(guard: StatementGuard): BaseSQLiteDatabase<'async', void> {
    const client = {
      prepare: (sql: string) => ({
        run: (...values: unknown[]) => this.#run(guard, sql, (statement) => statement.run(...values)),
        raw: () => ({
          all: (...values: unknown[]) => this.#run(guard, sql, (statement) => statement.raw().all(...values)),
        }),
      }),
    };
    return drizzle({ client: client as unknown as Sqlite.Database }) as unknown as BaseSQLiteDatabase<'async', void>;
  }

  close(): void {
    this.#client.close();
  }

  #run<T>(guard: StatementGuard, sql: string, use: (statement: Sqlite.Statement) => T): T {
    guard.before();
    this.#options.onStatement?.(sql);
    try {
      return use(this.#prepare(sql));
    } catch (cause) {
      const error = toUniqueViolation(cause, this.#options.constraints) ?? cause;
      guard.failed(error);
      throw error;
    }
  }

  #prepare(sql: string): Sqlite.Statement {
    const known = this.#prepared.get(sql);
    if (known) return known;
    const statement = this.#client.prepare(sql);
    this.#prepared.set(sql, statement);
    const [oldest] = this.#prepared.keys();
    if (this.#prepared.size > CACHED_STATEMENTS && oldest) this.#prepared.delete(oldest);
    return statement;
  }
}
