import type { Database, DatabaseOptions } from './database.ts';
import type { Engine, EngineOptions } from './engine.ts';
import { insideWrite } from './inside-write.ts';
import { readMigrations } from './migrations/read.ts';
import type { Dialect } from './tables/define.ts';
import { uniqueConstraintsOf } from './unique-constraints.ts';

const SLOW_WRITE_MS = 1_000;

/**
 * Opens a service's database and brings its schema up to date; replicas may do so at the same time.
 *
 * @throws on an unknown URL, an unreachable server, a failing migration or one that was changed after it was applied
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const dialect = dialectOf(options.url);
  const constraints = uniqueConstraintsOf(options.tables);
  const migrations = await readMigrations(options.migrations, dialect);
  const engine = await openEngine(dialect, { ...options, constraints, migrations });
  return createDatabase(dialect, engine, options);
}

/** Loads the driver of this dialect alone. */
async function openEngine(dialect: Dialect, options: EngineOptions): Promise<Engine> {
  if (dialect === 'sqlite') return (await import('./sqlite/engine.ts')).openSqlite(options);
  return (await import('./postgres/engine.ts')).openPostgres(options);
}

function dialectOf(url: string): Dialect {
  if (url.startsWith('file:')) return 'sqlite';
  if (/^postgres(ql)?:/.test(url)) return 'postgres';
  throw new Error('A database URL starts with "file:" or "postgres:".');
}

function createDatabase(dialect: Dialect, engine: Engine, { log }: DatabaseOptions): Database {
  const running = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;
  const finishAndClose = async () => {
    await Promise.allSettled(running);
    await engine.close();
  };
  const close = () => (closing ??= finishAndClose());

  return {
    dialect,
    read: engine.read,
    tables: (definition) => definition[dialect],
    async write(transaction, options = {}) {
      if (insideWrite()) throw new Error('A write was begun inside another one: pass its writer on.');
      if (closing) throw new Error('The database is closed.');
      const write = engine.write(transaction, options);
      running.add(write);
      const started = performance.now();
      try {
        return await write;
      } finally {
        running.delete(write);
        const durationMs = Math.round(performance.now() - started);
        if (durationMs > SLOW_WRITE_MS) log?.warn({ write: options.name, durationMs }, 'a write was slow');
      }
    },
    ping: engine.ping,
    close,
    [Symbol.asyncDispose]: close,
  };
}
