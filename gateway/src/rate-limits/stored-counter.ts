import { createHash } from 'node:crypto';
import type { RateLimiterStoreAbstract } from 'rate-limiter-flexible';
import { type Counter, type CounterOptions, type Use, useOf } from './counter.ts';
import type { GuardedStore } from './guarded-store.ts';
import { MemoryCounter } from './memory-counter.ts';

/** The library looks through them all with each that is added. */
const MAX_BLOCKED = 5_000;

/** Counts in a store that processes share, and in this one while the store does not answer. */
export class StoredCounter implements Counter {
  readonly limit: number;
  readonly perMs: number;
  readonly #store: GuardedStore;
  readonly #limiter: RateLimiterStoreAbstract;
  readonly #meanwhile: MemoryCounter;
  readonly #blocks: boolean;
  #blocked = 0;

  constructor(options: CounterOptions, store: GuardedStore) {
    const { name, limit, perMs, blocks } = options;
    this.limit = limit;
    this.perMs = perMs;
    this.#blocks = blocks;
    this.#store = store;
    this.#meanwhile = new MemoryCounter(options);
    this.#limiter = store.limiter({
      keyPrefix: name,
      points: limit,
      duration: perMs / 1_000,
      ...(blocks && { inMemoryBlockOnConsumed: limit }),
    });
  }

  use(key: string, points: number): Promise<Use> {
    return this.#store.run(
      () => this.#useStored(key, points),
      () => this.#meanwhile.use(key, points),
    );
  }

  async correct(key: string, points: number): Promise<void> {
    await this.#store.run<unknown>(
      () => this.#limiter.penalty(stored(key), points),
      () => this.#meanwhile.correct(key, points),
    );
  }

  async #useStored(key: string, points: number): Promise<Use> {
    const use = await useOf(this.#limiter.consume(stored(key), points));
    if (this.#blocks && use.consumed >= this.limit && ++this.#blocked > MAX_BLOCKED) {
      this.#blocked = 0;
      this.#limiter.deleteInMemoryBlockedAll();
    }
    return use;
  }
}

/** Short, of plain characters, and no address of anybody that could be read at sight. */
function stored(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
