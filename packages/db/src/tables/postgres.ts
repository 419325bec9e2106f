import {
  bigint,
  boolean,
  customType,
  index,
  type PgColumn,
  pgTable,
  primaryKey,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { TableBuilder } from './sqlite.ts';

// SQLite compares text byte by byte. So do we here, whatever locale the server was created with.
const text = customType<{ data: string }>({ dataType: () => 'text collate "C"' });

// Unlike drizzle's own jsonb, does not parse a stored string such as "12" a second time.
const json = customType<{ data: unknown; driverData: unknown }>({
  dataType: () => 'jsonb',
  toDriver: (value) => JSON.stringify(value),
  fromDriver: (value) => value,
});

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

const postgresColumns = {
  table: pgTable,
  text: (name: string) => text(name),
  integer: (name: string) => bigint(name, { mode: 'number' }),
  boolean: (name: string) => boolean(name),
  instant: (name: string) => timestamp(name, { withTimezone: true, precision: 3 }),
  json: (name: string) => json(name),
  bytes: (name: string) => bytes(name),
  index,
  uniqueIndex,
  primaryKey: (columns: [PgColumn, ...PgColumn[]]) => primaryKey({ columns }),
} satisfies Record<keyof TableBuilder, unknown>;

/**
 * The same vocabulary as PostgreSQL stores it, under SQLite's types: keys, JavaScript types and query builders agree,
 * and this is the one place that says so.
 */
export const postgresBuilder = postgresColumns as unknown as TableBuilder;
