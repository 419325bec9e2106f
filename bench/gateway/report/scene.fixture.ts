import { contestants } from '../gateways.ts';
import type { Scenario } from '../scenarios.ts';
import { shop } from '../workload/subgraphs.ts';
import { type Block, createMeasured } from './figures.ts';

const shape: Scenario['load'] = { bodies: [], connections: 1, authorization: 'own', maxRequests: 1, maxMs: 1 };

export const scenario: Scenario = {
  id: 'own',
  title: 'own authorization each',
  setup: { graph: shop, forwards: true },
  measure: 'processorMs',
  aims: { stock: 1 / 8, 'hive-rust': 1 / 2 },
  warmUp: shape,
  load: shape,
};

export const chosen = contestants.filter(({ id }) => id === 'ours' || id === 'stock');

/** Four requests with this processor time each, and so many subgraph requests. */
export function block(processorMs: number, subgraphRequests = 16): Block {
  return {
    latenciesMs: [1, 2, 3, 40],
    durationMs: 2_000,
    processorMs: processorMs * 4,
    steadyBytes: 80_000_000,
    peakBytes: 120_000_000,
    subgraphRequests: subgraphRequests * 4,
  };
}

/** Three rounds of which the second was disturbed for both. */
export function measuredRounds() {
  const measured = createMeasured();
  for (const [ours, stock] of [
    [1, 10],
    [3, 30],
    [1.2, 10],
  ] as const) {
    measured.add('own', 'ours', block(ours));
    measured.add('own', 'stock', block(stock));
  }
  return measured;
}
