import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { getTableName } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { openDatabase } from '../open.ts';
import { quoted, writtenColumns } from './columns.ts';
import type { Loader } from './loader.ts';
import type { LoaderOptions } from './open-loader.ts';
import { createRowCounts } from './row-counts.ts';

type InsertRow = (row: Readonly<Record<string, unknown>>) => void;

// A new file that is thrown away when anything fails needs neither a journal nor a wait for the disk.
const WITHOUT_SAFETY = `
  PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
  PRAGMA foreign_keys = OFF; PRAGMA cache_size = -16384; PRAGMA temp_store = FILE`;

/** Fills a file beside the one that is wanted, which gets its name when all is well. */
export async function loadSqlite(options: LoaderOptions): Promise<Loader> {
  const path = pathOf(options.url);
  if (existsSync(path)) throw new Error(`There is a database already: ${path}`);
  const unfinished = `${path}.loading`;
  await removeDatabase(unfinished);
  await (await openDatabase({ ...options, url: `file:${unfinished}` })).close();
  const client = new Sqlite(unfinished);
  client.exec(WITHOUT_SAFETY);
  // One pass over all rows at the end is much cheaper than finding the place of each.
  const indexes = client.prepare<[], Index>("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql <> ''");
  const dropped = indexes.all();
  for (const { name } of dropped) client.exec(`DROP INDEX ${quoted(name)}`);
  const inserts = new Map<SQLiteTable, InsertRow>();
  const counts = createRowCounts();

  return {
    tables: (definition) => definition.sqlite,
    insert: async (table, rows) => {
      const insert = inserts.get(table) ?? prepareInsert(client, table);
      inserts.set(table, insert);
      client.exec('BEGIN');
      for (const row of rows) insert(row);
      client.exec('COMMIT');
      counts.add(table, rows.length);
    },
    written: counts.all,
    finish: async () => {
      for (const { sql } of dropped) client.exec(sql);
      const broken = client.prepare('SELECT count(*) FROM pragma_foreign_key_check').pluck().get();
      if (broken !== 0) throw new Error(`${String(broken)} rows have a dangling foreign key.`);
      client.exec('PRAGMA journal_mode = WAL');
      client.close();
      await rename(unfinished, path);
    },
    abandon: async () => {
      client.close();
      await removeDatabase(unfinished);
    },
  };
}

interface Index {
  readonly name: string;
  readonly sql: string;
}

function pathOf(url: string): string {
  return url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length);
}

async function removeDatabase(path: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) await rm(path + suffix, { force: true });
}

function prepareInsert(client: Sqlite.Database, table: SQLiteTable): InsertRow {
  const columns = writtenColumns(table, (value, column) => column.mapToDriverValue(value));
  const names = columns.map(({ name }) => quoted(name)).join(', ');
  const places = columns.map(() => '?').join(', ');
  const statement = client.prepare(`INSERT INTO ${quoted(getTableName(table))} (${names}) VALUES (${places})`);
  return (row) => void statement.run(columns.map((column) => column.valueIn(row)));
}
