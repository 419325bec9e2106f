import type { Logger } from '@accounts-center/subgraph-kit';
import type { IRateLimiterStoreOptions, RateLimiterStoreAbstract } from 'rate-limiter-flexible';

/** How long a store that failed is left alone. */
const REST_MS = 1_000;
const SWEEP_MS = 60_000;

export type LimiterOptions = Pick<
  IRateLimiterStoreOptions,
  'keyPrefix' | 'points' | 'duration' | 'inMemoryBlockOnConsumed'
>;

/** Where counts are kept: one table for all of them. */
export interface CountStore {
  /** Makes the table if there is none. */
  prepare(): Promise<void>;
  limiter(options: LimiterOptions): RateLimiterStoreAbstract;
  /** Removes what nobody counts any more. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

/** A store that may fail: nobody waits for one that just has, and that is told once. */
export class GuardedStore {
  readonly #store: CountStore;
  readonly #log: Pick<Logger, 'error' | 'info'>;
  readonly #now: () => number;
  readonly #sweeps: NodeJS.Timeout;
  #prepared: Promise<void> | undefined;
  #restsUntil = 0;
  #hasFailed = false;

  constructor(store: CountStore, { log, now = Date.now }: { log: Pick<Logger, 'error' | 'info'>; now?: () => number }) {
    this.#store = store;
    this.#log = log;
    this.#now = now;
    this.#sweeps = setInterval(() => {
      if (this.#prepared && !this.#hasFailed) store.sweep().catch((error: unknown) => this.#failed(error));
    }, SWEEP_MS).unref();
  }

  limiter(options: LimiterOptions): RateLimiterStoreAbstract {
    return this.#store.limiter(options);
  }

  /** Does something with the store, or else something without it. */
  async run<T>(work: () => Promise<T>, otherwise: () => Promise<T>): Promise<T> {
    if (this.#hasFailed) {
      if (this.#now() < this.#restsUntil) return otherwise();
      // One tries it, the others go on without.
      this.#restsUntil = this.#now() + REST_MS;
    }
    try {
      this.#prepared ??= this.#store.prepare();
      await this.#prepared;
      const result = await work();
      if (this.#hasFailed) this.#recovered();
      return result;
    } catch (error) {
      this.#failed(error);
      return otherwise();
    }
  }

  /** Tries a store that failed, as nobody else may: what is not ready gets no requests. @throws Error while it does not answer */
  async check(): Promise<void> {
    if (!this.#hasFailed) return;
    const failed = (): Promise<never> => Promise.reject(new Error('The store of rate limits does not answer.'));
    await this.run(() => this.#store.sweep(), failed);
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeps);
    await this.#store.close();
  }

  #failed(error: unknown): void {
    this.#prepared = undefined;
    this.#restsUntil = this.#now() + REST_MS;
    if (!this.#hasFailed)
      this.#log.error({ err: error }, 'The store of rate limits does not answer: each process counts for itself');
    this.#hasFailed = true;
  }

  #recovered(): void {
    this.#hasFailed = false;
    this.#log.info('The store of rate limits answers again');
  }
}
