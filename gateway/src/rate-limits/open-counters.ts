import type { Logger } from '@accounts-center/subgraph-kit';
import type { Counter, CounterOptions } from './counter.ts';
import { type CountStore, GuardedStore } from './guarded-store.ts';
import { MemoryCounter } from './memory-counter.ts';
import { StoredCounter } from './stored-counter.ts';

/** Counters of one store. */
export interface Counters {
  counter(options: CounterOptions): Counter;
  /** Rejects while the store does not answer; absent where there is none. */
  check?(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens where rate limits and budgets are counted.
 * @param store `memory`, `file:PATH` or `postgres://…`
 * @throws when the file can't be opened. A database that does not answer is tried again later.
 */
export async function openCounters(store: string, log: Pick<Logger, 'error' | 'info'>): Promise<Counters> {
  const countStore = await openStore(store);
  if (!countStore) return { counter: (options) => new MemoryCounter(options), close: async () => {} };
  const guarded = new GuardedStore(countStore, { log });
  return {
    counter: (options) => new StoredCounter(options, guarded),
    check: () => guarded.check(),
    close: () => guarded.close(),
  };
}

/** Loads the driver of this store alone. */
async function openStore(store: string): Promise<CountStore | undefined> {
  if (store === 'memory') return undefined;
  if (!store.startsWith('file:')) return (await import('./postgres-counts.store.ts')).openPostgresCounts(store);
  return (await import('./sqlite-counts.store.ts')).openSqliteCounts(store.slice('file:'.length));
}
