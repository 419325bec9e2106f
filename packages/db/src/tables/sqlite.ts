import {
  blob,
  index,
  integer,
  primaryKey,
  type SQLiteColumn,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';

/** The vocabulary of `defineTables`, as SQLite stores it. */
export const sqliteBuilder = {
  table: sqliteTable,
  /** `string`, compared byte by byte. */
  text: <N extends string>(name: N) => text(name),
  /** A whole `number`, exact up to 2^53. */
  integer: <N extends string>(name: N) => integer(name),
  /** `boolean`. */
  boolean: <N extends string>(name: N) => integer(name, { mode: 'boolean' }),
  /** `Date`, to the millisecond. */
  instant: <N extends string>(name: N) => integer(name, { mode: 'timestamp_ms' }),
  /** Any JSON value of type `T`; key order is not kept. */
  json: <T>(name: string) => text(name, { mode: 'json' }).$type<T>(),
  /** `Buffer`. */
  bytes: <N extends string>(name: N) => blob(name, { mode: 'buffer' }),
  index,
  uniqueIndex,
  primaryKey: (columns: [SQLiteColumn, ...SQLiteColumn[]]) => primaryKey({ columns }),
};

/** What `defineTables` hands to a declaration. */
export type TableBuilder = typeof sqliteBuilder;
