import { outcome, type Spread, spread } from '../../src/report/ratio.ts';
import { inOneCell, megabytes, rounded, type Table } from '../../src/report/table.ts';
import type { Contestant } from '../gateways.ts';
import type { Measure, Scenario } from '../scenarios.ts';
import type { Measured } from './figures.ts';

/** The part by which the floor's subgraph requests may be more or fewer for a ratio to it. */
const MAX_DIFFERENCE = 0.1;

/** A gateway that was not measured in a scenario. */
export interface NotMeasured {
  readonly contestant: Contestant;
  readonly scenario: Scenario;
  readonly why: string;
}

export const measureNames: Readonly<Record<Measure, string>> = {
  processorMs: 'processor time a request',
  p50Ms: 'median latency',
  peakBytes: 'peak memory',
};

/** How this gateway stands to the peers and to the floor, and whether that is what it aims at. */
export function aimsTable(scenarios: readonly Scenario[], measured: Measured): Table {
  return {
    columns: ['scenario', 'measure', 'to stock', 'aim', 'to Hive, Rust', 'aim', 'to the floor'],
    rows: scenarios.map(({ id, title, measure, aims }) => {
      const to = (base: Contestant['id']): Spread | undefined => measured.ratio(id, 'ours', base, measure);
      const against = (base: 'stock' | 'hive-rust'): string[] => [spread(to(base)), outcome(to(base), aims?.[base])];
      const toFloor = doEquallyMuch(id, measured) ? to('floor') : undefined;
      return [title, measureNames[measure], ...against('stock'), ...against('hive-rust'), spread(toFloor)];
    }),
  };
}

/** Whether this gateway and the floor made about as many subgraph requests: else they did not do the same work. */
function doEquallyMuch(scenario: Scenario['id'], measured: Measured): boolean {
  const [ours, floor] = [measured.figures(scenario, 'ours'), measured.figures(scenario, 'floor')];
  if (ours === undefined || floor === undefined) return false;
  return Math.abs(ours.subgraphRequests - floor.subgraphRequests) <= floor.subgraphRequests * MAX_DIFFERENCE;
}

/** Every figure of every gateway; medians of the rounds. */
export function figuresTable(
  scenarios: readonly Scenario[],
  contestants: readonly Contestant[],
  measured: Measured,
): Table {
  const rows = scenarios.flatMap(({ id, title }) =>
    contestants.flatMap((contestant) => {
      const figures = measured.figures(id, contestant.id);
      if (figures === undefined) return [];
      const name = contestant.id === 'ours' ? `**${contestant.title}**` : contestant.title;
      const toStock = measured.ratio(id, contestant.id, 'stock', 'processorMs');
      const { processorMs, perSecond, p50Ms, p99Ms, peakBytes, steadyBytes, subgraphRequests } = figures;
      const times = [rounded(processorMs), spread(toStock), ...[perSecond, p50Ms, p99Ms].map(rounded)];
      return [[title, name, ...times, ...[peakBytes, steadyBytes].map(megabytes), rounded(subgraphRequests)]];
    }),
  );
  const times = ['processor, ms/request', 'to stock', 'requests/s', 'p50, ms', 'p99, ms'];
  return { columns: ['scenario', 'gateway', ...times, 'peak, MB', 'steady, MB', 'subgraph requests/request'], rows };
}

/** One row for what a gateway does not get right for one reason. */
export function notMeasuredTable(list: readonly NotMeasured[]): Table {
  const scenarios = new Map<string, string[]>();
  for (const { contestant, scenario, why } of list) {
    const row = JSON.stringify([contestant.title, inOneCell(why)]);
    scenarios.set(row, [...(scenarios.get(row) ?? []), scenario.title]);
  }
  const rows = [...scenarios].map(([row, titles]) => {
    const [gateway = '', why = ''] = JSON.parse(row) as string[];
    return [gateway, titles.join('; '), why];
  });
  return { columns: ['not measured', 'where', 'why'], rows };
}
