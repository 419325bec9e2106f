import { createHash } from 'node:crypto';
import type { DatabaseLog, Migration } from '../database.ts';

/** The book of applied migrations; valid in both dialects. */
export const CREATE_BOOK =
  'CREATE TABLE IF NOT EXISTS schema_migration ' +
  '(name text PRIMARY KEY, hash text NOT NULL, applied_at text NOT NULL DEFAULT CURRENT_TIMESTAMP)';
export const READ_BOOK = 'SELECT name, hash FROM schema_migration';

/**
 * The scripts that bring a database up to date, each with its entry in the book.
 *
 * @param applied rows of the book
 * @throws when an applied migration was changed, or a new one sorts before it
 */
export function planMigrations(
  migrations: readonly Migration[],
  applied: readonly unknown[],
  log?: DatabaseLog,
): string[] {
  const book = new Map((applied as { name: string; hash: string }[]).map(({ name, hash }) => [name, hash]));
  const last = [...book.keys()].sort().at(-1) ?? '';
  const pending: string[] = [];
  for (const { name, sql } of migrations) {
    const hash = createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex');
    const known = book.get(name);
    if (known === hash) continue;
    if (known) throw new Error(`Migration ${name} was changed after it had been applied: undo that and add a new one.`);
    if (name < last) throw new Error(`Migration ${name} sorts before ${last}, which has been applied: renumber it.`);
    // Names are checked file names and hashes are hexadecimal: nothing to escape.
    pending.push(`${sql}\n;INSERT INTO schema_migration (name, hash) VALUES ('${name}', '${hash}')`);
    log?.info({ migration: name }, 'applying a migration');
  }
  return pending;
}
