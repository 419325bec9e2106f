import type { AbortSignalLike } from '@accounts-center/subgraph-kit';

/**
 * Those who wait for one piece of work: it is given up when all of them have gone, and not before. To who does the work they
 * are the signal that says so.
 */
export class Waiters implements AbortSignalLike {
  #count = 0;
  readonly #listeners = new Set<() => void>();

  /** Whether all have gone. */
  get aborted(): boolean {
    return this.#count === 0;
  }

  /** @param signal aborted when the one who joins goes; without it, that one stays to the end */
  join(signal: AbortSignalLike | undefined): void {
    this.#count += 1;
    if (signal?.aborted) this.#leave();
    else signal?.addEventListener('abort', () => this.#leave());
  }

  addEventListener(_: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  #leave(): void {
    this.#count -= 1;
    if (this.#count > 0) return;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }
}
