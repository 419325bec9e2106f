import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isUniqueViolation } from '../unique-violation.ts';

const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';
const MAX_ATTEMPTS = 12;
const MAX_DELAY_MS = 250;

/**
 * Repeats an attempt that lost against a concurrent transaction, after a random and growing delay.
 *
 * A unique violation may be such a loss too: serializable transactions report it in place of a serialization failure when the
 * key was not read before its insert. Its winner has committed by then, so one repeat sees the row; a violation that stays is real.
 *
 * @throws the last conflict when all attempts are used up, a unique violation that a repeat did not mend, and any other error
 *   at once
 */
export async function retryConflicts<T>(attempt: () => Promise<T>, onConflict: (attempts: number) => void): Promise<T> {
  let violated = false;
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt();
    } catch (error) {
      const mayBeLost = isConflict(error) || (isUniqueViolation(error) !== undefined && !violated);
      if (!mayBeLost || attempts === MAX_ATTEMPTS) throw error;
      violated ||= isUniqueViolation(error) !== undefined;
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
