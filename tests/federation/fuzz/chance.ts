import fc, { type Arbitrary } from 'fast-check';

/** Dice. What they are asked for first, or least of, is the simplest. */
export interface Chance {
  /** One of a list; simplest the first. */
  pick<T>(list: readonly [T, ...T[]] | readonly T[]): T;
  /** A whole number from 0. */
  upTo(max: number): number;
  /** True in so many of a hundred cases. */
  in100(percent: number): boolean;
  /** Some of a list, at least as many as wanted. */
  some<T>(list: readonly T[], atLeast?: number): T[];
}

export const chances: Arbitrary<Chance> = fc.gen().map((g) => {
  const upTo = (max: number): number => (max <= 0 ? 0 : g(fc.nat, max));
  const pick = <T>(list: readonly T[]): T => list[upTo(list.length - 1)] as T;
  return {
    upTo,
    pick,
    in100: (percent) => g(fc.nat, 99) >= 100 - percent,
    some: (list, atLeast = 0) => {
      const left = [...list];
      const count = Math.min(list.length, atLeast + upTo(list.length - atLeast));
      return Array.from({ length: count }, () => left.splice(upTo(left.length - 1), 1)).flat();
    },
  };
});
