import type { DatabaseOptions, Migration, Reader, WriteOptions, Writer } from './database.ts';
import type { UniqueConstraints } from './unique-constraints.ts';

/** What a dialect brings; `openDatabase` adds what is the same for both. */
export interface Engine {
  readonly read: Reader;
  write<T>(transaction: (tx: Writer) => Promise<T>, options: WriteOptions): Promise<T>;
  ping(): Promise<void>;
  /** Called once, when no write is running. */
  close(): Promise<void>;
}

/** What a dialect is given. */
export interface EngineOptions extends Pick<DatabaseOptions, 'url' | 'log' | 'connections' | 'onStatement'> {
  readonly migrations: readonly Migration[];
  readonly constraints: UniqueConstraints;
}
