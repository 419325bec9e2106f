import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Engine, EngineOptions } from '../engine.ts';
import { readGuard } from '../statement-guard.ts';
import { SqliteConnection } from './connection.ts';
import { migrateSqlite } from './migrate.ts';
import { WriteQueue } from './write-queue.ts';

/** Opens a SQLite file: one connection that writes, one that reads. */
export async function openSqlite(options: EngineOptions): Promise<Engine> {
  const place = await findPlace(options.url);
  const connect = (isReadonly: boolean) =>
    new SqliteConnection(place.path, {
      isReadonly,
      constraints: options.constraints,
      onStatement: options.onStatement,
    });

  const writing = connect(false);
  try {
    await migrateSqlite(writing, options);
    // An acknowledged write survives a power cut; a temporary database has nothing to survive for.
    writing.script(`PRAGMA synchronous = ${place.isTemporary ? 'OFF' : 'FULL'}`);
    const reading = connect(true);
    await ping(reading);
    return createEngine(writing, reading);
  } catch (error) {
    writing.close();
    throw error;
  } finally {
    // The connections keep a temporary database alive without its name, and whatever ends them leaves nothing behind.
    if (place.isTemporary) await rm(dirname(place.path), { recursive: true });
  }
}

function createEngine(writing: SqliteConnection, reading: SqliteConnection): Engine {
  const queue = new WriteQueue(writing);
  return {
    read: reading.drizzle(readGuard),
    write: (transaction) => queue.write(transaction),
    ping: () => ping(reading),
    close: async () => {
      reading.close();
      writing.close();
    },
  };
}

async function ping(connection: SqliteConnection): Promise<void> {
  connection.select('SELECT count(*) FROM schema_migration');
}

interface Place {
  readonly path: string;
  readonly isTemporary: boolean;
}

// Two connections cannot share a private in-memory database, and readers must not see what is not committed. So a
// database in memory is a temporary file.
async function findPlace(url: string): Promise<Place> {
  const isTemporary = url === 'file::memory:';
  if (isTemporary)
    return { path: join(await mkdtemp(join(tmpdir(), 'accounts-center-db-')), 'memory.db'), isTemporary };
  const path = url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length);
  await mkdir(dirname(path), { recursive: true });
  return { path, isTemporary };
}
