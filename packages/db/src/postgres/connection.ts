import { PgDatabase, PgDialect } from 'drizzle-orm/pg-core';
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core';
import pg from 'pg';
import type { StatementGuard } from '../statement-guard.ts';
import type { UniqueConstraints } from '../unique-constraints.ts';
import { PlainErrorSession } from './session.ts';
import { toUniqueViolation } from './unique-violation.ts';

export interface StatementOptions {
  readonly constraints: UniqueConstraints;
  readonly onStatement: ((sql: string) => void) | undefined;
}

/** Drizzle's query builders on a pool or one of its clients, under SQLite's types (see `tables/postgres.ts`). */
export function drizzleOn(
  client: pg.Pool | pg.PoolClient,
  guard: StatementGuard,
  { constraints, onStatement }: StatementOptions,
): BaseSQLiteDatabase<'async', void> {
  const query = async (config: pg.QueryConfig, values: unknown[]) => {
    guard.before();
    onStatement?.(config.text);
    try {
      return await client.query({ ...config, types: numbersAsNumbers(config.types) }, values);
    } catch (cause) {
      // Holds values of the row, which belong in no log.
      if (cause instanceof pg.DatabaseError) cause.detail = undefined;
      const error = toUniqueViolation(cause, constraints) ?? cause;
      guard.failed(error);
      throw error;
    }
  };
  const dialect = new PgDialect();
  const session = new PlainErrorSession({ query } as unknown as pg.Pool, dialect, undefined);
  const database: unknown = new PgDatabase(dialect, session, undefined);
  return database as BaseSQLiteDatabase<'async', void>;
}

// node-postgres gives both as text, even count(*); SQLite gives numbers.
const NUMBERS: readonly number[] = [pg.types.builtins.INT8, pg.types.builtins.NUMERIC];

function numbersAsNumbers(types: pg.CustomTypesConfig = pg.types): pg.CustomTypesConfig {
  return {
    getTypeParser: (id, format): unknown => (NUMBERS.includes(id) ? Number : types.getTypeParser(id, format)),
  };
}
