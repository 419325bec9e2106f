import type { AbortSignalLike } from '@accounts-center/subgraph-kit';

/** Says that the time for a piece of work is up, or that nobody waits for it any more. */
export class Deadline implements AbortSignalLike {
  readonly #listeners = new Set<() => void>();
  readonly #timer: NodeJS.Timeout;
  #aborted = false;

  constructor(timeoutMs: number) {
    this.#timer = setTimeout(() => this.abort(), timeoutMs);
    this.#timer.unref();
  }

  get aborted(): boolean {
    return this.#aborted;
  }

  abort(): void {
    this.end();
    if (this.#aborted) return;
    this.#aborted = true;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }

  /** The work is done. */
  end(): void {
    clearTimeout(this.#timer);
  }

  addEventListener(_: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }
}
