import { median } from '../measure/numbers.ts';
import { rounded } from './table.ts';

/** The middle of the rounds, and how far they were apart. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** @returns nothing for no rounds */
export function spreadOf(ratios: readonly number[]): Spread | undefined {
  if (ratios.length === 0) return undefined;
  return { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}

/** A ratio for a cell. */
export function spread(ratio: Spread | undefined): string {
  if (ratio === undefined) return '–';
  return `${factor(ratio.median)}× (${factor(ratio.least)}–${factor(ratio.most)})`;
}

/** Whether a ratio is what it is to be, for a cell. */
export function outcome(ratio: Spread | undefined, aim: number | undefined): string {
  if (aim === undefined) return '–';
  const words = `≤ ${factor(aim)}×`;
  if (ratio === undefined) return words;
  return ratio.median <= aim ? `${words}: met` : `${words}: **missed**`;
}

/** Ratios below a tenth need a third place. */
function factor(value: number): string {
  return value < 0.1 ? value.toFixed(3) : rounded(value);
}
