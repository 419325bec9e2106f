import { QueueFull } from '@accounts-center/subgraph-kit';
import type { Guesses } from './guesses.service.ts';
import type { Guess } from './guesses.store.ts';
import type { Passwords } from './passwords.ts';

/**
 * Compares a password with what is kept, under a guess that was counted for it.
 * @param passwordHash undefined for nobody's: then it is wrong, after the same work
 * @throws QueueFull when there is no turn for it; then the guess counts no more
 */
export async function tryPassword(
  { guesses, passwords }: { guesses: Guesses; passwords: Passwords },
  guess: Guess,
  password: string,
  passwordHash: string | undefined,
): Promise<boolean> {
  try {
    return await passwords.verify(password, passwordHash);
  } catch (error) {
    if (error instanceof QueueFull) await guesses.forget(guess);
    throw error;
  }
}
