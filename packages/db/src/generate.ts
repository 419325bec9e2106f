import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Migration } from './database.ts';
import { checkName, folderPath, readMigrations } from './migrations/read.ts';
import { emptySnapshot, parseSnapshot, planChange, type Snapshot, takeSnapshot } from './migrations/snapshot.ts';
import type { Dialect, TableDefinition } from './tables/define.ts';

const DIALECTS: readonly Dialect[] = ['sqlite', 'postgres'];

export interface GenerateOptions {
  /** The service's `migrations` folder. */
  readonly folder: URL | string;
  readonly tables: readonly TableDefinition[];
  /** What the migration is about, in snake_case; `initial` or `change` when left out. */
  readonly name?: string;
  /** Write nothing, only tell what differs. */
  readonly check?: boolean;
}

/**
 * Writes the migration that leads from the last generated state to the declared tables: `<dialect>/NNNN_name.sql`, and
 * the new state beside it in `snapshot.json`. A renamed table or column is asked about at the terminal.
 *
 * @returns the written migrations; with `check`, one line for every table that has no migration yet. Both are empty
 *   when nothing differs
 */
export async function generateMigrations(options: GenerateOptions): Promise<string[]> {
  const results: string[] = [];
  for (const dialect of DIALECTS) results.push(...(await generateFor(dialect, options)));
  return results;
}

/** The one migration that creates all tables, for a database that has none. */
export async function initialMigration(dialect: Dialect, tables: readonly TableDefinition[]): Promise<Migration> {
  const sql = await planChange(dialect, await emptySnapshot(dialect), await takeSnapshot(dialect, tables));
  return { name: '0000_initial', sql };
}

async function generateFor(
  dialect: Dialect,
  { folder, tables, name, check = false }: GenerateOptions,
): Promise<string[]> {
  const path = join(folderPath(folder), dialect);
  const before = await readSnapshot(dialect, join(path, 'snapshot.json'));
  const now = await takeSnapshot(dialect, tables);
  const changed = changedTables(before, now);
  if (changed.length === 0) return [];
  if (check) return changed.map((table) => `${dialect}: table "${table}" differs from its migrations`);

  await mkdir(path, { recursive: true });
  const sql = await planChange(dialect, before, now);
  const number = await nextNumber(folder, dialect);
  const what = name ?? (number === 0 ? 'initial' : 'change');
  const file = join(path, `${checkName(`${String(number).padStart(4, '0')}_${what}`)}.sql`);
  await writeFile(file, sql);
  await writeFile(join(path, 'snapshot.json'), `${JSON.stringify(now, null, 2)}\n`);
  return [file];
}

async function readSnapshot(dialect: Dialect, file: string): Promise<Snapshot> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? emptySnapshot(dialect) : parseSnapshot(text);
}

function changedTables(before: Snapshot, now: Snapshot): string[] {
  const names = new Set([...Object.keys(before.tables), ...Object.keys(now.tables)]);
  const changed = [...names].filter((name) => !isDeepStrictEqual(before.tables[name], now.tables[name]));
  return changed.map((name) => name.replace(/^public\./, '')).sort();
}

async function nextNumber(folder: URL | string, dialect: Dialect): Promise<number> {
  const last = (await readMigrations(folder, dialect)).at(-1);
  return last ? Number.parseInt(last.name, 10) + 1 : 0;
}
