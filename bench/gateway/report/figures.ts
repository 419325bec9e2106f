import { median, quantile } from '../../src/measure/numbers.ts';
import { type Spread, spreadOf } from '../../src/report/ratio.ts';
import type { Contestant } from '../gateways.ts';
import type { Scenario } from '../scenarios.ts';

/** What one gateway did in one scenario of one round. */
export interface Block {
  readonly latenciesMs: readonly number[];
  readonly durationMs: number;
  /** Of the gateway's process, for all requests together. */
  readonly processorMs: number;
  /** What its process had in memory most of the time. */
  readonly steadyBytes: number;
  readonly peakBytes: number;
  readonly subgraphRequests: number;
}

/** What a block says about a request, and about memory. */
export interface Figures {
  readonly processorMs: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly peakBytes: number;
  readonly steadyBytes: number;
  readonly subgraphRequests: number;
}

/** All blocks of a run. */
export interface Measured {
  add(scenario: Scenario['id'], contestant: Contestant['id'], block: Block): void;
  /** @returns medians of the rounds, or `undefined` when it was not measured */
  figures(scenario: Scenario['id'], contestant: Contestant['id']): Figures | undefined;
  /** How one gateway stands to another: a ratio for each round, in which both ran one after the other. */
  ratio(
    scenario: Scenario['id'],
    of: Contestant['id'],
    to: Contestant['id'],
    measure: keyof Figures,
  ): Spread | undefined;
}

export function createMeasured(): Measured {
  const rounds = new Map<string, Figures[]>();
  const of = (scenario: string, contestant: string): readonly Figures[] =>
    rounds.get(`${scenario} ${contestant}`) ?? [];
  return {
    add: (scenario, contestant, block) => {
      rounds.set(`${scenario} ${contestant}`, [...of(scenario, contestant), figuresOf(block)]);
    },
    figures: (scenario, contestant) => {
      const all = of(scenario, contestant);
      const [first] = all;
      if (first === undefined) return undefined;
      const middle = (measure: keyof Figures): number => median(all.map((figures) => figures[measure]));
      const measures = Object.keys(first) as (keyof Figures)[];
      return Object.fromEntries(measures.map((measure) => [measure, middle(measure)])) as unknown as Figures;
    },
    ratio: (scenario, contestant, base, measure) => {
      const others = of(scenario, base);
      const ratios = of(scenario, contestant).flatMap((figures, round) => {
        const other = others[round];
        return other === undefined ? [] : [figures[measure] / other[measure]];
      });
      return spreadOf(ratios);
    },
  };
}

function figuresOf({ latenciesMs, durationMs, processorMs, subgraphRequests, ...memory }: Block): Figures {
  const requests = latenciesMs.length;
  return {
    ...memory,
    processorMs: processorMs / requests,
    perSecond: (requests / durationMs) * 1_000,
    p50Ms: quantile(latenciesMs, 0.5),
    p99Ms: quantile(latenciesMs, 0.99),
    subgraphRequests: subgraphRequests / requests,
  };
}
