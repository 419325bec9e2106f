import type { BenchConfig } from '../src/config.ts';
import type { Result } from '../src/report/report.ts';
import { inOneCell, type Table } from '../src/report/table.ts';
import { measureLimits } from './costs/limits.ts';
import { measureTelemetry } from './costs/telemetry.ts';
import { measureHanging } from './hanging/hanging.ts';
import { method } from './method.ts';
import { measureSoak } from './soak/soak.ts';
import { type Finding, openStage, type Stage } from './stage.ts';
import { measureSubscriptions } from './subscriptions/subscriptions.ts';

const readme = new URL('README.md', import.meta.url);

/** All that is measured, in the order of the tables. */
const scenarios: Readonly<Record<string, (stage: Stage) => Promise<Finding>>> = {
  subscriptions: measureSubscriptions,
  telemetry: measureTelemetry,
  limits: measureLimits,
  hanging: measureHanging,
  soak: measureSoak,
};

/**
 * What the gateway's edge costs, and what it bears.
 * @throws Error when an asked for scenario does not exist
 */
export async function benchEdge({ rounds, brief, soakSeconds, scenarios: asked }: BenchConfig): Promise<Result> {
  const unknown = asked.find((id) => !Object.hasOwn(scenarios, id));
  if (unknown !== undefined) throw new Error(`${unknown} is none of ${Object.keys(scenarios).join(', ')}.`);
  if (brief) process.stderr.write('brief: shows that all works; its figures say nothing\n');
  const chosen = Object.entries(scenarios).filter(([id]) => asked.length === 0 || asked.includes(id));
  const stage = await openStage({ rounds: brief ? 1 : rounds, brief, soakMs: soakSeconds * 1_000 });
  const aims: string[][] = [];
  const tables: Table[] = [];
  try {
    for (const [id, measure] of chosen) {
      process.stderr.write(`${id}\n`);
      const finding = await measure(stage).catch(notMeasured);
      aims.push(...finding.aims.map((row) => [id, ...row]));
      tables.push(...finding.tables);
    }
  } finally {
    await stage.close();
  }
  const aimsTable = { columns: ['scenario', 'measure', 'found', 'aim'], rows: aims };
  return { method: method(stage), tables: [aimsTable, ...tables], file: brief ? null : readme };
}

/** What can't be measured says so, and leaves the others alone. */
function notMeasured(error: unknown): Finding {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return { aims: [['not measured', inOneCell(String(error)), '–']], tables: [] };
}
