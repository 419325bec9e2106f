import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core';
import type { Dialect, TableDefinition, Tables } from './tables/define.ts';

type Drizzle = BaseSQLiteDatabase<'async', void>;
type ReadMethod = 'select' | 'selectDistinct' | '$count' | '$with';
type WriteMethod = 'insert' | 'update' | 'delete';

/** Runs queries. A `Writer` is one too, so a store's query takes `Reader` and works inside and outside of a write. */
export type Reader = Pick<Drizzle, ReadMethod> & {
  with(...queries: Parameters<Drizzle['with']>): Pick<ReturnType<Drizzle['with']>, 'select' | 'selectDistinct'>;
};

/** One running transaction; dead as soon as its `write` settles. */
export type Writer = Pick<Drizzle, ReadMethod | WriteMethod | 'with'> & {
  /**
   * Runs a part of the transaction that may fail without failing the whole: when `body` throws, its statements are
   * undone and the error is thrown on. A statement whose failure is caught without this fails the write, since
   * PostgreSQL gives up the whole transaction then. Savepoints nest, but do not run beside each other.
   */
  savepoint<T>(body: () => Promise<T>): Promise<T>;
};

export interface WriteOptions {
  /** Says in the log which write was slow or retried. */
  readonly name?: string;
  /**
   * PostgreSQL only; SQLite is always serializable. `read committed` is for claims with `skipLocked`, where
   * a serialization failure would be the rule.
   */
  readonly isolation?: 'serializable' | 'read committed';
}

export interface Database extends AsyncDisposable {
  readonly dialect: Dialect;

  /** Committed data only. Refuses to run inside a write: use the writer there. */
  readonly read: Reader;

  /** The declared tables, built for this database's dialect. */
  tables<T extends Tables>(definition: TableDefinition<T>): T;

  /**
   * Runs a serializable transaction and resolves when it is durable.
   *
   * The function may run more than once (PostgreSQL repeats it after a conflict), so it has no effects but `tx`.
   * On SQLite all writes take turns: it must not wait for anything but `tx`, or everybody waits with it.
   *
   * @throws whatever the function throws, after rolling back; an error when called inside another write
   */
  write<T>(transaction: (tx: Writer) => Promise<T>, options?: WriteOptions): Promise<T>;

  /** Resolves when the database answers a query. */
  ping(): Promise<void>;

  /** Finishes the writes already begun, refuses new ones and closes all connections. Safe to call twice. */
  close(): Promise<void>;
}

/** Where a database reports; a pino logger fits. */
export interface DatabaseLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** One step of a schema's history. */
export interface Migration {
  /** `NNNN_what`: the order of application. */
  readonly name: string;
  /** Statements of one dialect. */
  readonly sql: string;
}

export interface DatabaseOptions {
  /** `file:<path>`, `file::memory:` (gone when closed) or `postgres://…`. */
  readonly url: string;
  /** Every table of the service. */
  readonly tables: readonly TableDefinition[];
  /** The folder written by `generateMigrations`, or the steps themselves. */
  readonly migrations: URL | string | readonly Migration[];
  readonly log?: DatabaseLog;
  /** PostgreSQL connections of this process, 10 when left out. */
  readonly connections?: number;
  /** Called with every statement sent, `BEGIN` and the like included. */
  readonly onStatement?: (sql: string) => void;
}
