import type { Histogram, Registry } from 'prom-client';

/** What is told of one combination of labels. */
export interface Series {
  observe(value: number): void;
}

export interface HistogramOptions {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
  /** Upper bounds, ascending; one without bound comes besides. */
  readonly buckets: readonly number[];
}

/**
 * Registers a histogram that an operation can tell of several times: prom-client's own looks up, checks and hashes the labels for each
 * observation, which takes thirty times as long.
 * @returns the series of some values of its labels, for those to keep who tell often
 */
export function addHistogram(registry: Registry, options: HistogramOptions): (...labels: string[]) => Series {
  const { name, help, labelNames = [], buckets } = options;
  const made = new Map<string, { readonly labels: Record<string, string>; readonly counts: BucketCounts }>();
  const values = () =>
    [...made.values()].flatMap(({ labels, counts }) => [
      ...counts.cumulated().map(([le, value]) => ({ metricName: `${name}_bucket`, labels: { ...labels, le }, value })),
      { metricName: `${name}_sum`, labels, value: counts.sum },
      { metricName: `${name}_count`, labels, value: counts.count },
    ]);
  const told = { name, help, type: 'histogram' };
  // A registry calls no more of a metric than this.
  registry.registerMetric({ ...told, get: async () => ({ ...told, values: values() }) } as unknown as Histogram);
  return (...given) => {
    const key = JSON.stringify(given);
    const known = made.get(key);
    if (known) return known.counts;
    const labels = Object.fromEntries(labelNames.map((each, index) => [each, given[index] ?? '']));
    const counts = new BucketCounts(buckets);
    made.set(key, { labels, counts });
    return counts;
  };
}

class BucketCounts implements Series {
  sum = 0;
  count = 0;
  readonly #bounds: readonly number[];
  readonly #counts: Float64Array;

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = new Float64Array(bounds.length + 1);
  }

  observe(value: number): void {
    const bounds = this.#bounds;
    let bucket = 0;
    while (bucket < bounds.length && value > (bounds[bucket] as number)) bucket += 1;
    this.#counts[bucket] = (this.#counts[bucket] as number) + 1;
    this.sum += value;
    this.count += 1;
  }

  /** By each bound, how many were not above it. */
  cumulated(): [bound: string, count: number][] {
    let total = 0;
    return [...this.#bounds.map(String), '+Inf'].map((bound, index) => {
      total += this.#counts[index] as number;
      return [bound, total];
    });
  }
}
