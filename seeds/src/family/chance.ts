import { createHash } from 'node:crypto';
import type { RandomUint32 } from '@accounts-center/subgraph-kit';

/** Chance for one purpose: random numbers that anybody can draw again who knows what they are for. */
export interface Chance {
  readonly uint32: RandomUint32;
  /** From 0 (included) to 1 (excluded). */
  fraction(): number;
  /** A whole number from 0 to `limit` (excluded). */
  below(limit: number): number;
  happens(probability: number): boolean;
  oneOf<T>(list: readonly T[]): T;
  between(from: Date, to: Date): Date;
}

/**
 * Chance by its purpose. Nothing is remembered: any process gets the same numbers for the same purpose, in any order.
 * @param index whom or what it is about, and `part` which part of that; each below 2^32
 */
export type ChanceOf = (topic: string, index: number, part?: number) => Chance;

const WARM_UP = 12;

export function createChance(seed: string): ChanceOf {
  const seedWord = wordOf(seed);
  const topics = new Map<string, number>();
  return (topic, index, part = 0) => {
    const topicWord = topics.get(topic) ?? wordOf(topic);
    topics.set(topic, topicWord);
    return chance(sfc32([seedWord, topicWord, index, part]));
  };
}

function wordOf(text: string): number {
  return createHash('sha256').update(text).digest().readInt32BE(0);
}

// Chris Doty-Humphrey's small fast counter: different states never run into each other, so no two purposes are one.
function sfc32([a0, b0, c0, counter0]: readonly [number, number, number, number]): RandomUint32 {
  let [a, b, c, counter] = [a0 | 0, b0 | 0, c0 | 0, counter0 | 0];
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < WARM_UP; round++) next();
  return next;
}

function chance(uint32: RandomUint32): Chance {
  const fraction = (): number => uint32() / 2 ** 32;
  const below = (limit: number): number => Math.floor(fraction() * limit);
  return {
    uint32,
    fraction,
    below,
    happens: (probability) => fraction() < probability,
    oneOf: (list) => {
      const chosen = list[below(list.length)];
      if (chosen === undefined) throw new Error('There is nothing to choose from.');
      return chosen;
    },
    between: (from, to) => new Date(from.getTime() + below(to.getTime() - from.getTime())),
  };
}
