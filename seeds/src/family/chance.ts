import { createHash } from 'node:crypto';

/**
 * Chance for one purpose: random numbers that anybody can draw again who knows what they are for.
 * A class, as millions of them are made.
 */
export class Chance {
  #a: number;
  #b: number;
  #c: number;
  #counter: number;

  constructor(seed: number, topic: number, index: number, part: number) {
    this.#a = seed | 0;
    this.#b = topic | 0;
    this.#c = index | 0;
    this.#counter = part | 0;
    for (let round = 0; round < WARM_UP; round++) this.uint32();
  }

  // Chris Doty-Humphrey's small fast counter: different states never run into each other, so no two purposes are one.
  uint32(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** From 0 (included) to 1 (excluded). */
  fraction(): number {
    return this.uint32() / 2 ** 32;
  }

  /** A whole number from 0 to `limit` (excluded). */
  below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  happens(probability: number): boolean {
    return this.fraction() < probability;
  }

  oneOf<T>(list: readonly T[]): T {
    const chosen = list[this.below(list.length)];
    if (chosen === undefined) throw new Error('There is nothing to choose from.');
    return chosen;
  }

  /** The place that chance falls on, each as likely as its weight. */
  weighted(weights: readonly number[]): number {
    let left = this.fraction() * weights.reduce((sum, weight) => sum + weight, 0);
    const place = weights.findIndex((weight) => (left -= weight) < 0);
    return Math.max(place, 0);
  }

  between(from: Date, to: Date): Date {
    return new Date(from.getTime() + this.below(to.getTime() - from.getTime()));
  }
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
    return new Chance(seedWord, topicWord, index, part);
  };
}

function wordOf(text: string): number {
  return createHash('sha256').update(text).digest().readInt32BE(0);
}
