/** Which labels of `@override(label:)` are on for a request. */
export type LabelResolver<Context> = (labels: readonly string[], context: Context) => Iterable<string>;

const PERCENT = /^percent\((\d+(?:\.\d+)?)\)$/;

/**
 * The rule of the specification: `percent(x)` is on for x of 100 requests, any other label is off.
 * @param fraction random, from 0 (included) to 1 (excluded)
 */
export function labelsByChance(fraction: () => number): LabelResolver<unknown> {
  return (labels) =>
    labels.filter((label) => {
      const percent = PERCENT.exec(label)?.[1];
      return percent !== undefined && fraction() * 100 < Number(percent);
    });
}
