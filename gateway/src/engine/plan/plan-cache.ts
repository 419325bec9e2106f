/** What is kept, and about how much memory it takes. */
export interface Sized {
  readonly sizeBytes: number;
}

/** What a cache has, and how often somebody found there what was wanted. */
export interface CacheCounts {
  readonly entries: number;
  readonly sizeBytes: number;
  readonly hits: number;
  readonly misses: number;
}

/** Keeps what was made last until it takes too much room; what was used longest ago goes first. */
export class PlanCache<T extends Sized> {
  readonly #limitBytes: number;
  readonly #entries = new Map<string, T>();
  #sizeBytes = 0;
  #hits = 0;
  #misses = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** How it is doing. */
  get counts(): CacheCounts {
    return { entries: this.#entries.size, sizeBytes: this.#sizeBytes, hits: this.#hits, misses: this.#misses };
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  /** What is kept under a key, made now if there is nothing. Making is synchronous, so it is done once however many ask. */
  getOrMake(key: string, make: () => T): T {
    const known = this.#entries.get(key);
    if (known) {
      this.#hits += 1;
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known;
    }
    this.#misses += 1;
    const made = make();
    this.#entries.set(key, made);
    this.#sizeBytes += made.sizeBytes;
    for (const [oldest, { sizeBytes }] of this.#entries) {
      if (this.#sizeBytes <= this.#limitBytes || oldest === key) break;
      this.#entries.delete(oldest);
      this.#sizeBytes -= sizeBytes;
    }
    return made;
  }

  /** What was used last comes first. */
  latest(): T[] {
    return [...this.#entries.values()].reverse();
  }
}
