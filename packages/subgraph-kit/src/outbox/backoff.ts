/** Waiting times between attempts. */
export interface Backoff {
  /** Bound of the first wait. */
  readonly baseMs: number;
  /** Bound of any wait. */
  readonly maxMs: number;
}

/**
 * Exponential backoff with full jitter: anything from zero up to a bound that doubles with each attempt.
 * @param attempts how many have failed, from 1
 * @param random a number from 0 (included) to 1 (excluded)
 */
export function backoffMs({ baseMs, maxMs }: Backoff, attempts: number, random: () => number): number {
  const boundMs = Math.min(maxMs, baseMs * 2 ** (attempts - 1));
  return Math.floor(random() * boundMs);
}
