/** A queue with a limit: beyond it the oldest entries give way to one that stands for all of them. */
export class Backlog<T> {
  readonly #entries: T[] = [];
  readonly #limit: number;
  readonly #gap: T;

  /** @param gap stands in the place of what was left out */
  constructor(limit: number, gap: T) {
    this.#limit = limit;
    this.#gap = gap;
  }

  get length(): number {
    return this.#entries.length;
  }

  push(entry: T): void {
    if (entry === this.#gap && this.length > 0 && this.#entries.at(-1) === this.#gap) return;
    this.#entries.push(entry);
    if (this.#entries.length <= this.#limit) return;
    if (this.#entries[0] === this.#gap) this.#entries.splice(1, 1);
    else this.#entries[0] = this.#gap;
  }

  shift(): T | undefined {
    return this.#entries.shift();
  }

  /** What waits, the oldest first; it stays. */
  [Symbol.iterator](): Iterator<T> {
    return this.#entries.values();
  }

  clear(): void {
    this.#entries.length = 0;
  }
}
