/** How long a property-based test goes on. */
export interface Runs {
  readonly numRuns: number;
  readonly timeoutMs: number;
}

const isLong = process.env['LONG_TESTS'] === '1';

/** A few cases, or ten times as many where the environment says `LONG_TESTS=1`. */
export function runs(few: number): Runs {
  return { numRuns: isLong ? few * 10 : few, timeoutMs: isLong ? 3_600_000 : 60_000 };
}
