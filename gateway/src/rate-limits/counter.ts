import { RateLimiterRes } from 'rate-limiter-flexible';

/** How much of something a key may use in a time that begins with its first use. */
export interface CounterOptions {
  /** Tells counters of one store apart. */
  readonly name: string;
  readonly limit: number;
  /** Whole seconds. */
  readonly perMs: number;
  /** Whether a key that has used up everything is remembered in the process, so that the store is spared. Not where uses are given back. */
  readonly blocks: boolean;
}

export interface Use {
  /** Whether it was too much. It counts all the same. */
  readonly isOver: boolean;
  readonly remaining: number;
  /** When the count begins anew. */
  readonly resetMs: number;
}

/** Counts the uses of keys. However many use a key at the same time, no more than the limit are not over. Never throws. */
export interface Counter {
  readonly limit: number;
  readonly perMs: number;
  use(key: string, points: number): Promise<Use>;
  /** Takes back what was used too much, or adds what was used besides, of the time in which it was used. */
  correct(key: string, points: number): Promise<void>;
}

/** Whatever counts in the end: it rejects with what it would resolve with where the limit is passed. */
export async function useOf(result: Promise<RateLimiterRes>): Promise<Use & { readonly consumed: number }> {
  try {
    return toUse(await result, false);
  } catch (over) {
    if (over instanceof RateLimiterRes) return toUse(over, true);
    throw over;
  }
}

function toUse({ remainingPoints, msBeforeNext, consumedPoints }: RateLimiterRes, isOver: boolean) {
  return {
    isOver,
    remaining: isOver ? 0 : remainingPoints,
    resetMs: Math.max(0, msBeforeNext),
    consumed: consumedPoints,
  };
}
