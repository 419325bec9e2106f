import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type Counter, type CounterOptions, type Use, useOf } from './counter.ts';

/** A key takes some 400 bytes. Who has more addresses than this to ask from needs no more of each than its limit. */
const MAX_KEYS = 100_000;

/** Counts in this process: as many keys as fit, those used latest. */
export class MemoryCounter implements Counter {
  readonly limit: number;
  readonly perMs: number;
  readonly #limiter: RateLimiterMemory;
  readonly #maxRecent: number;
  /** Keys in two generations: those not used again by the time that the younger one is full are forgotten. */
  #recent = new Set<string>();
  #earlier = new Set<string>();

  constructor({ limit, perMs }: Pick<CounterOptions, 'limit' | 'perMs'>, maxKeys = MAX_KEYS) {
    this.limit = limit;
    this.perMs = perMs;
    this.#limiter = new RateLimiterMemory({ points: limit, duration: perMs / 1_000, keyPrefix: '' });
    this.#maxRecent = Math.ceil(maxKeys / 2);
  }

  use(key: string, points: number): Promise<Use> {
    this.#remember(key);
    return useOf(this.#limiter.consume(key, points));
  }

  async correct(key: string, points: number): Promise<void> {
    // Else a key that is forgotten would begin with a credit.
    if (this.#recent.has(key) || this.#earlier.has(key)) await this.#limiter.penalty(key, points);
  }

  #remember(key: string): void {
    this.#recent.add(key);
    if (this.#recent.size <= this.#maxRecent) return;
    for (const old of this.#earlier) if (!this.#recent.has(old)) void this.#limiter.delete(old);
    this.#earlier = this.#recent;
    this.#recent = new Set();
  }
}
