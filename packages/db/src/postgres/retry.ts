import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const MAX_ATTEMPTS = 12;
const MAX_DELAY_MS = 250;

/**
 * Repeats an attempt that lost against a concurrent transaction, after a random and growing delay.
 *
 * @throws the last conflict when all attempts are used up, and any other error at once
 */
export async function retryConflicts<T>(attempt: () => Promise<T>, onConflict: (attempts: number) => void): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt();
    } catch (error) {
      if (!isConflict(error) || attempts === MAX_ATTEMPTS) throw error;
      onConflict(attempts);
      await sleep(randomInt(Math.min(2 ** (attempts + 1), MAX_DELAY_MS)));
    }
  }
}

// The error may come wrapped by drizzle, or by the transaction's own code.
function isConflict(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  return code === SERIALIZATION_FAILURE || code === DEADLOCK_DETECTED || isConflict(error.cause);
}
