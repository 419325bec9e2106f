import type { Database } from '@accounts-center/db';
import type { Clock } from '@accounts-center/subgraph-kit';
import { createCommandsStore } from './commands.store.ts';

// Twice as long as a key of a client is good for: whatever one may ask for again, accounts-center can still ask about here.
const KEPT_MS = 180 * 24 * 60 * 60 * 1000;

/** Forgets what accounts-center asked for more than 180 days ago; a key that old is a new one. */
export function createForgetCommands({ db, clock }: { db: Database; clock: Clock }): () => Promise<void> {
  const store = createCommandsStore(db);
  return () => store.sweepUntil(new Date(clock.now().getTime() - KEPT_MS));
}
