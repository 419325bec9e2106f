import { afterAll, describe } from 'vitest';
import type { Database, DatabaseOptions, Migration } from './database.ts';
import { openDatabase } from './open.ts';
import type { Dialect } from './tables/define.ts';
import { createTestDatabase } from './testing/test-database.ts';

export { sqlitePlan } from './testing/sqlite-plan.ts';
export { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

type TestDatabaseOptions = Partial<DatabaseOptions> & Pick<DatabaseOptions, 'tables'>;

/**
 * Opens a database that is closed and removed after the suite.
 * Without a `url` it is an empty one; without `migrations` its tables are created as declared.
 */
export type OpenTestDatabase = (options: TestDatabaseOptions) => Promise<Database>;

/**
 * Runs one suite on each dialect.
 *
 * @param suite gets the dialect, the way to open databases, and `createUrl` for an empty database to open by oneself
 */
export function eachDialect(
  suite: (dialect: Dialect, open: OpenTestDatabase, createUrl: () => Promise<string>) => void,
): void {
  describe.each<Dialect>(['sqlite', 'postgres'])('%s', (dialect) => {
    const cleanups: (() => Promise<void>)[] = [];
    afterAll(async () => {
      for (const cleanup of cleanups.reverse()) await cleanup();
    });

    const createUrl = async () => {
      const { url, remove } = await createTestDatabase(dialect);
      cleanups.push(remove);
      return url;
    };
    const open: OpenTestDatabase = async (options) => {
      const database = await openDatabase({
        url: dialect === 'sqlite' && !options.url ? 'file::memory:' : (options.url ?? (await createUrl())),
        migrations: options.migrations ?? (await createAll(dialect, options.tables)),
        connections: 4,
        ...options,
      });
      cleanups.push(database.close);
      return database;
    };
    suite(dialect, open, createUrl);
  });
}

// The generator is slow to load, and not needed by suites that bring their migrations.
async function createAll(dialect: Dialect, tables: DatabaseOptions['tables']): Promise<Migration[]> {
  const { initialMigration } = await import('./generate.ts');
  return [await initialMigration(dialect, tables)];
}
