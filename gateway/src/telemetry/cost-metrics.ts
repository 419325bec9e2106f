import type { Metrics } from '@accounts-center/subgraph-kit';
import type { ToldCost } from '../graphql/demand-control.ts';

const COSTS = [1, 10, 50, 100, 500, 1_000, 5_000, 10_000, 50_000, 100_000, 1_000_000];

/** Registers what operations cost: of all together, since each operation of its own would make very many series. */
export function costMetrics({ addHistogram }: Metrics): (told: ToldCost) => void {
  const histogram = (name: string, help: string) => addHistogram({ name, help, buckets: COSTS })();
  const estimates = histogram(
    'graphql_operation_estimated_cost',
    'What operations could have cost, those refused too.',
  );
  const actuals = histogram('graphql_operation_actual_cost', 'What operations cost, where that is known.');
  return ({ estimated, actual }) => {
    estimates.observe(estimated);
    if (actual !== undefined) actuals.observe(actual);
  };
}
