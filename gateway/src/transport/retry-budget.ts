/** However few calls there are, so many may be repeated in a second. */
const FLOOR_PER_SECOND = 1;
/** What may be saved up: as many repetitions may come at once. */
const MOST_SAVED = 20;

/**
 * Bounds how many calls are sent again: a share of all calls, and a few in any case. So a subgraph that fails gets little more to do
 * than it would have.
 */
export class RetryBudget {
  readonly #share: number;
  readonly #now: () => number;
  #saved = FLOOR_PER_SECOND;
  #at: number;

  /**
   * @param share of calls that may be sent again; 0: none
   * @param now in milliseconds, never going back
   */
  constructor(share: number, now: () => number) {
    this.#share = share;
    this.#now = now;
    this.#at = now();
  }

  /** A call was made. */
  earn(): void {
    this.#saved = Math.min(MOST_SAVED, this.#saved + this.#share);
  }

  /** Whether one call may be sent again; then it is counted. */
  spend(): boolean {
    if (this.#share === 0) return false;
    const now = this.#now();
    this.#saved = Math.min(MOST_SAVED, this.#saved + ((now - this.#at) / 1_000) * FLOOR_PER_SECOND);
    this.#at = now;
    if (this.#saved < 1) return false;
    this.#saved -= 1;
    return true;
  }
}
