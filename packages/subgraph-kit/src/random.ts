import { randomFillSync } from 'node:crypto';

/** A 32-bit unsigned random integer, as a port. */
export type RandomUint32 = () => number;

const POOL_SIZE = 256;

/** Cryptographically strong random integers, drawn from the system a pool at a time. */
export function secureRandom(): RandomUint32 {
  const pool = new Uint32Array(POOL_SIZE);
  let used = POOL_SIZE;
  return () => {
    if (used === POOL_SIZE) {
      randomFillSync(pool);
      used = 0;
    }
    return pool[used++] as number;
  };
}

/** Cryptographically strong random fractions, from 0 (included) to 1 (excluded). */
export function secureFraction(): () => number {
  const random = secureRandom();
  return () => random() / 2 ** 32;
}
