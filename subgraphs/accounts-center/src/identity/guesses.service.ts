import type { Database, Writer } from '@accounts-center/db';
import type { Clock, Ids } from '@accounts-center/subgraph-kit';
import type { SecretBox } from '../secret-box.ts';
import { sourceOf } from './client-source.ts';
import { createGuessesStore, type Guess } from './guesses.store.ts';

const WINDOW_MS = 15 * 60_000;
const KNOWN_MS = 90 * 24 * 60 * 60_000;
const PURPOSE = 'guess';

/**
 * How many in any 15 minutes. A source is known for an account once the right password came from it; the others are
 * strangers to it.
 */
export interface GuessLimits {
  /** Wrong passwords for one account from one source. */
  readonly fromOneSource: number;
  /** Strangers that try one account at all: each one's first guess is its own. */
  readonly strangers: number;
  /** Wrong passwords for one account from all strangers together, after each one's first. */
  readonly fromStrangers: number;
  /** Wrong passwords from one source for all accounts that it is a stranger to. */
  readonly ofOneSource: number;
  /** New accounts from one source. */
  readonly signUps: number;
}

const DEFAULT_GUESS_LIMITS: GuessLimits = {
  fromOneSource: 10,
  strangers: 1_000,
  fromStrangers: 100,
  ofOneSource: 100,
  signUps: 100,
};

/** Counts guesses in the database, so over all replicas (F4). */
export interface Guesses {
  /**
   * Counts a guess before it is tried, so that guesses made at once can't slip under a limit together.
   * @param subject whom it is for: an account's id, or the username of nobody
   * @returns the guess, to be taken out again when it was right; undefined when there were too many
   */
  take(subject: string, clientAddress: string | undefined): Promise<Guess | undefined>;
  /** Counts a sign-up in the same way. */
  takeSignUp(clientAddress: string | undefined): Promise<Guess | undefined>;
  /** Takes a guess out of the count: nothing was tried. */
  forget(guess: Guess): Promise<void>;
  /** Takes a guess that was right out of the count, and keeps that its source is known now. */
  confirm(tx: Writer, guess: Guess): Promise<void>;
  /** Keeps that a source is known to an account. */
  remember(tx: Writer, accountId: string, clientAddress: string | undefined): Promise<void>;
  /** Deletes what counts no more. */
  sweep(): Promise<void>;
}

export function createGuesses(deps: {
  db: Database;
  clock: Clock;
  ids: Ids;
  secretBox: SecretBox;
  limits?: Partial<GuessLimits>;
}): Guesses {
  const { db, clock, ids, secretBox } = deps;
  const limits = { ...DEFAULT_GUESS_LIMITS, ...deps.limits };
  const store = createGuessesStore(db);
  const before = (ms: number): Date => new Date(clock.now().getTime() - ms);
  // An address is guessed from a plain hash in no time, hence a keyed one.
  const pairOf = (subject: string, clientAddress: string | undefined) => ({
    subject: secretBox.mac(subject, PURPOSE),
    source: secretBox.mac(sourceOf(clientAddress), PURPOSE),
  });

  async function isWithin(tx: Writer, guess: Guess): Promise<boolean> {
    const counts = await store.countAtSubject(tx, guess, before(WINDOW_MS));
    const ofSource = await store.countOfSource(tx, guess.source, before(WINDOW_MS));
    if (counts.ofSource >= limits.fromOneSource) return false;
    // What a crowd does is nothing to those who have been here before.
    if (guess.isKnown) return true;
    if (ofSource >= limits.ofOneSource) return false;
    // A crowd that has used up its guesses leaves the first guess of somebody new alone.
    if (counts.ofSource === 0) return counts.strangers < limits.strangers;
    return counts.ofStrangers - counts.strangers < limits.fromStrangers;
  }

  return {
    take: (subject, clientAddress) =>
      db.write(
        async (tx) => {
          const pair = pairOf(subject, clientAddress);
          const isKnown = await store.isKnown(tx, pair);
          const guess = { id: ids.next('gss'), ...pair, isKnown, at: clock.now() };
          if (!(await isWithin(tx, guess))) return undefined;
          await store.add(tx, guess);
          return guess;
        },
        { name: 'take guess' },
      ),

    takeSignUp: (clientAddress) =>
      db.write(
        async (tx) => {
          // No password is at stake: the source's guesses are not meant.
          const pair = pairOf(`sign-up:${sourceOf(clientAddress)}`, 'sign-up');
          const { ofSource } = await store.countAtSubject(tx, pair, before(WINDOW_MS));
          if (ofSource >= limits.signUps) return undefined;
          const counted = { id: ids.next('gss'), ...pair, isKnown: true, at: clock.now() };
          await store.add(tx, counted);
          return counted;
        },
        { name: 'take sign-up' },
      ),

    forget: ({ id }) => db.write((tx) => store.remove(tx, id), { name: 'forget guess' }),

    async confirm(tx, guess) {
      await store.remove(tx, guess.id);
      await store.addKnown(tx, guess, clock.now());
    },

    remember: (tx, accountId, clientAddress) => store.addKnown(tx, pairOf(accountId, clientAddress), clock.now()),

    sweep: () => store.removeUntil(before(WINDOW_MS), before(KNOWN_MS)),
  };
}
