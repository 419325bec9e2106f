import { createHash } from 'node:crypto';
import type { Database, Writer } from '@accounts-center/db';
import type { Clock, Ids } from '@accounts-center/subgraph-kit';
import { createGuessesStore } from './guesses.store.ts';

const WINDOW_MS = 15 * 60_000;

/** How many wrong guesses one subject takes in any 15 minutes, from one client address and from all together. */
export interface GuessLimits {
  readonly fromOneSource: number;
  readonly fromAll: number;
}

// The first stops one guesser and leaves the owner, elsewhere, alone; the second stops many together.
const DEFAULT_GUESS_LIMITS: GuessLimits = { fromOneSource: 10, fromAll: 100 };

/** Counts guesses in the database, so over all replicas (F4). */
export interface Guesses {
  /**
   * Counts a guess before it is tried, so that guesses made at once can't slip under the limit together.
   * @param subject whom it is for: an account's id, or the username of nobody
   * @returns the guess's id, to be forgiven when it was right; undefined when there were too many
   */
  take(subject: string, clientAddress: string | undefined): Promise<string | undefined>;
  /** Takes a guess that was right out of the count, in a write of its own when none is given. */
  forgive(guessId: string, tx?: Writer): Promise<void>;
  /** Deletes what counts no more. */
  sweep(): Promise<void>;
}

export function createGuesses(deps: { db: Database; clock: Clock; ids: Ids; limits?: GuessLimits }): Guesses {
  const { db, clock, ids, limits = DEFAULT_GUESS_LIMITS } = deps;
  const store = createGuessesStore(db);

  return {
    async take(subject, clientAddress = '') {
      const at = clock.now();
      const since = new Date(at.getTime() - WINDOW_MS);
      const guess = { id: ids.next('gss'), subject: hashOf(subject), source: hashOf(clientAddress), at };
      return db.write(
        async (tx) => {
          const { fromSource, fromAll } = await store.count(tx, guess, since);
          if (fromSource >= limits.fromOneSource || fromAll >= limits.fromAll) return undefined;
          await store.add(tx, guess);
          return guess.id;
        },
        { name: 'take guess' },
      );
    },
    async forgive(guessId, tx) {
      if (tx !== undefined) return store.remove(tx, guessId);
      await db.write((own) => store.remove(own, guessId), { name: 'forgive guess' });
    },
    async sweep() {
      const until = new Date(clock.now().getTime() - WINDOW_MS);
      await db.write((tx) => store.removeUntil(tx, until), { name: 'sweep guesses' });
    },
  };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
