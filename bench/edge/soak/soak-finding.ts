import { quantile } from '../../src/measure/numbers.ts';
import { outcome, spread, spreadOf } from '../../src/report/ratio.ts';
import { megabytes, rounded, type Table } from '../../src/report/table.ts';
import type { AimRow, Finding } from '../stage.ts';
import type { Outcomes } from './outcomes.ts';
import type { Felt } from './well-behaved.ts';

export type Company = 'alone' | 'abused';

/** What one process was seen to do. */
export interface SoakRound {
  readonly felt: Felt;
  readonly outcomes: readonly Outcomes[];
  /** The gateway's processor time, of the time that it took. */
  readonly busyCores: number;
  /** Of the gateway: warmed up, at most, and some seconds after all abusers had gone. */
  readonly memory: { readonly beforeBytes: number; readonly peakBytes: number; readonly afterBytes: number };
}

type Rounds = Readonly<Record<Company, readonly SoakRound[]>>;
type Measure = 'screenMs' | 'smallMs' | 'eventMs';

const AIM = 2;
const measures: Readonly<Record<Measure, string>> = {
  screenMs: 'a screen of 87 kB',
  smallMs: 'a small query',
  eventMs: 'an event to all of 50',
};
const companies: Readonly<Record<Company, string>> = { alone: 'nobody', abused: 'abusers' };

export function findingOf(rounds: Rounds): Finding {
  return { aims: aimsOf(rounds), tables: [feltTable(rounds), memoryTable(rounds), outcomesTable(rounds)] };
}

function aimsOf(rounds: Rounds): AimRow[] {
  const wrong = rounds.abused.reduce((sum, { felt }) => sum + felt.wrong, 0);
  const unclear = rounds.abused.reduce((sum, { outcomes }) => sum + unclearIn(outcomes), 0);
  const none = (count: number): string => `0: ${count === 0 ? 'met' : '**missed**'}`;
  const latencies = (Object.keys(measures) as Measure[]).map((measure): AimRow => {
    const ratio = ratioOf(rounds, measure);
    return [`p99 of ${measures[measure]} beside abusers`, spread(ratio), outcome(ratio, AIM)];
  });
  return [
    ['answers and events beside abusers that were wrong or missing', String(wrong), none(wrong)],
    ['abuses that were neither answered clearly nor closed', String(unclear), none(unclear)],
    ...latencies,
  ];
}

function unclearIn(outcomes: readonly Outcomes[]): number {
  return outcomes.reduce((sum, { unclear }) => sum + unclear, 0);
}

function ratioOf(rounds: Rounds, measure: Measure) {
  const p99 = (round: SoakRound | undefined): number => quantile(round?.felt[measure] ?? [], 0.99);
  return spreadOf(rounds.abused.map((round, index) => p99(round) / p99(rounds.alone[index])));
}

function feltTable(rounds: Rounds): Table {
  const rows = (Object.keys(measures) as Measure[]).flatMap((measure) =>
    (Object.keys(companies) as Company[]).map((company) => {
      const all = rounds[company].flatMap(({ felt }) => felt[measure]);
      const [p50, p99, most] = [quantile(all, 0.5), quantile(all, 0.99), quantile(all, 1)];
      return [measures[measure], companies[company], String(all.length), ...[p50, p99, most].map(rounded)];
    }),
  );
  return { columns: ['what', 'beside', 'count', 'p50, ms', 'p99, ms', 'longest, ms'], rows };
}

function memoryTable(rounds: Rounds): Table {
  const rows = (Object.keys(companies) as Company[]).flatMap((company) =>
    rounds[company].map(({ busyCores, memory }) => [
      companies[company],
      rounded(busyCores),
      ...[memory.beforeBytes, memory.peakBytes, memory.afterBytes].map(megabytes),
    ]),
  );
  return { columns: ['beside', 'gateway’s processor, cores', 'memory before, MB', 'peak, MB', 'afterwards, MB'], rows };
}

/** All rounds together. */
function outcomesTable({ abused }: Rounds): Table {
  const titles = abused[0]?.outcomes.map(({ title }) => title) ?? [];
  const rows = titles.map((title) => {
    const those = abused.flatMap(({ outcomes }) => outcomes.filter((one) => one.title === title));
    const counts = new Map<string, number>();
    for (const [what, count] of those.flatMap((one) => Object.entries(one.counts)))
      counts.set(what, (counts.get(what) ?? 0) + count);
    return [title, [...counts].map(([what, count]) => `${what} (${count.toLocaleString('en')})`).join(', ')];
  });
  return { columns: ['abuse', 'what it got, and how often'], rows };
}
