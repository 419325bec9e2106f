import type { DatabaseOptions } from '../database.ts';
import type { Loader } from './loader.ts';
import { loadPostgres } from './postgres-loader.ts';
import { loadSqlite } from './sqlite-loader.ts';

export type LoaderOptions = Pick<DatabaseOptions, 'url' | 'tables' | 'migrations'>;

/**
 * Opens a new database to be filled. For seeding: what a service writes goes through `openDatabase`.
 *
 * @throws when there are rows already, and whatever `openDatabase` throws
 */
export function openLoader(options: LoaderOptions): Promise<Loader> {
  return options.url.startsWith('file:') ? loadSqlite(options) : loadPostgres(options);
}
