import { QueueFull } from '@accounts-center/subgraph-kit';
import { sourceOf } from './client-source.ts';
import type { Guesses } from './guesses.service.ts';
import type { Guess } from './guesses.store.ts';
import type { Passwords } from './passwords.ts';

/** A password, and what it is compared with. */
interface PasswordToTry {
  readonly password: string;
  /** Undefined for nobody's: then it is wrong, after the same work. */
  readonly passwordHash: string | undefined;
  readonly clientAddress: string | undefined;
}

/**
 * Compares a password with what is kept, under a guess that was counted for it.
 * @throws QueueFull when there is no turn for it; then the guess counts no more
 */
export async function tryPassword(
  { guesses, passwords }: { guesses: Guesses; passwords: Passwords },
  guess: Guess,
  { password, passwordHash, clientAddress }: PasswordToTry,
): Promise<boolean> {
  try {
    return await passwords.verify(password, passwordHash, sourceOf(clientAddress));
  } catch (error) {
    if (error instanceof QueueFull) await guesses.forget(guess);
    throw error;
  }
}
