import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DatabaseOptions, Migration } from '../database.ts';
import type { Dialect } from '../tables/define.ts';

const NAME = /^\d{4}_[a-z0-9_]+$/;

/**
 * The migrations of one dialect, in the order of their numbers.
 *
 * @throws when the folder is missing or holds a file whose name says no order
 */
export async function readMigrations(
  source: DatabaseOptions['migrations'],
  dialect: Dialect,
): Promise<readonly Migration[]> {
  if (typeof source !== 'string' && !(source instanceof URL)) return source;
  const folder = join(folderPath(source), dialect);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  const names = files.map((file) => checkName(basename(file, '.sql')));
  return Promise.all(names.map(async (name) => ({ name, sql: await readFile(join(folder, `${name}.sql`), 'utf8') })));
}

/** @throws when `name` is not of the form `0001_what_it_does` */
export function checkName(name: string): string {
  if (!NAME.test(name)) throw new Error(`Migration "${name}" must be named like 0001_what_it_does.`);
  return name;
}

export function folderPath(folder: URL | string): string {
  return typeof folder === 'string' ? folder : fileURLToPath(folder);
}
