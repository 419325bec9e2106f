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

/** Deadlines of all that is done for the same people. */
export class Deadlines {
  readonly #open = new Set<Deadline>();

  /** Does work in a time. @param work gets what is aborted when that is up, or nobody waits any more */
  async within<T>(timeoutMs: number, work: (deadline: Deadline) => Promise<T>): Promise<T> {
    const deadline = new Deadline(timeoutMs);
    this.#open.add(deadline);
    try {
      return await work(deadline);
    } finally {
      deadline.end();
      this.#open.delete(deadline);
    }
  }

  /** Nobody waits for any of it any more. */
  abort(): void {
    for (const deadline of this.#open) deadline.abort();
  }
}
