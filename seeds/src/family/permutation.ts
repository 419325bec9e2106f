import type { Chance } from './chance.ts';

/** A shuffled order of the numbers below `size`, computed and not kept, forwards and back. */
export interface Permutation {
  at(number: number): number;
  /** Where a number has come from. */
  origin(number: number): number;
}

const ROUNDS = 4;

/** @param size at most 2^31 */
export function createPermutation(size: number, chance: Chance): Permutation {
  // A Feistel network shuffles the next larger power of four; what falls outside is shuffled on until it is inside.
  const halfBits = Math.max(1, Math.ceil(Math.log2(Math.max(size, 2)) / 2));
  const mask = 2 ** halfBits - 1;
  const keys = Array.from({ length: ROUNDS }, () => chance.uint32());
  const backwards = [...keys].reverse();

  function within(number: number, order: readonly number[], step: Step): number {
    let result = step(number, order, halfBits, mask);
    while (result >= size) result = step(result, order, halfBits, mask);
    return result;
  }
  return {
    at: (number) => within(number, keys, forth),
    origin: (number) => within(number, backwards, back),
  };
}

type Step = (number: number, keys: readonly number[], halfBits: number, mask: number) => number;

const forth: Step = (number, keys, halfBits, mask) => {
  let left = number >>> halfBits;
  let right = number & mask;
  for (const key of keys) [left, right] = [right, left ^ (scramble(right, key) & mask)];
  return ((left << halfBits) | right) >>> 0;
};

const back: Step = (number, keys, halfBits, mask) => {
  let left = number >>> halfBits;
  let right = number & mask;
  for (const key of keys) [left, right] = [right ^ (scramble(left, key) & mask), left];
  return ((left << halfBits) | right) >>> 0;
};

function scramble(half: number, key: number): number {
  const product = Math.imul(half ^ key, 0x9e_37_79_b1);
  return Math.imul(product ^ (product >>> 15), 0x85_eb_ca_77) >>> 7;
}
