import { type Column, getTableName } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import pg from 'pg';
import { openDatabase } from '../open.ts';
import { collectTables } from '../tables/define.ts';
import { quoted, writtenColumns } from './columns.ts';
import type { Loader } from './loader.ts';
import type { LoaderOptions } from './open-loader.ts';
import { createRowCounts } from './row-counts.ts';

/** Fills a database that has no rows, many of them by one statement. */
export async function loadPostgres(options: LoaderOptions): Promise<Loader> {
  await (await openDatabase({ ...options, connections: 1 })).close();
  const client = new pg.Client({ connectionString: options.url });
  await client.connect();
  const counts = createRowCounts();
  const names = [...collectTables(options.tables, 'postgres').keys()];
  try {
    await assertEmpty(client, names);
  } catch (error) {
    await client.end();
    throw error;
  }

  return {
    tables: (definition) => definition.postgres,
    insert: async (table, rows) => {
      if (rows.length > 0) await client.query(statementFor(table), [jsonOf(table, rows)]);
      counts.add(table, rows.length);
    },
    written: counts.all,
    finish: async () => {
      await client.query('ANALYZE');
      await client.end();
    },
    abandon: () => client.end(),
  };
}

async function assertEmpty(client: pg.Client, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    const { rowCount } = await client.query(`SELECT 1 FROM ${quoted(table)} LIMIT 1`);
    if (rowCount !== 0) throw new Error(`There are rows already in the table ${table} of the database.`);
  }
}

// One parameter, whose values the server reads by the types of the table's own columns.
function statementFor(table: SQLiteTable): string {
  const name = quoted(getTableName(table));
  return `INSERT INTO ${name} SELECT * FROM json_populate_recordset(NULL::${name}, $1::json)`;
}

function jsonOf(table: SQLiteTable, rows: readonly Readonly<Record<string, unknown>>[]): string {
  const columns = writtenColumns(table, toJson);
  return JSON.stringify(
    rows.map((row) => Object.fromEntries(columns.map((column) => [column.name, column.valueIn(row)]))),
  );
}

function toJson(value: unknown, column: Column): unknown {
  if (column.getSQLType() === 'jsonb') return value;
  return value instanceof Uint8Array ? `\\x${Buffer.from(value).toString('hex')}` : column.mapToDriverValue(value);
}
