import { writeFile } from 'node:fs/promises';
import type { BenchConfig } from '../src/config.ts';
import { inTurn } from '../src/measure/in-turn.ts';
import type { Result } from '../src/report/report.ts';
import { type Bench, openBench } from './bench.ts';
import { type CheckedAnswers, checkAnswers } from './check-answers.ts';
import { type Contestant, contestants } from './gateways.ts';
import { installPeers } from './install-peers.ts';
import { measureBlock } from './measure-block.ts';
import { toChart } from './report/chart.ts';
import { createMeasured, type Measured } from './report/figures.ts';
import { method } from './report/method.ts';
import { aimsTable, figuresTable, type NotMeasured, notMeasuredTable } from './report/tables.ts';
import { briefly, createScenarios, type Scenario } from './scenarios.ts';

const readme = new URL('README.md', import.meta.url);
const chartFile = new URL('chart.svg', import.meta.url);

/** A gateway in a scenario, whose answers are right there. */
interface Pair {
  readonly contestant: Contestant;
  readonly scenario: Scenario;
  readonly checked: CheckedAnswers;
}

/** Who is measured in what, and who is not. */
interface LineUp {
  readonly pairs: Set<Pair>;
  readonly notMeasured: NotMeasured[];
  /** The gateway that showed the floor what to do. */
  readonly floorOf: string | undefined;
}

/**
 * This gateway and its peers, in rounds that take all of them in turn, so that what disturbs one disturbs all.
 * @throws Error when an asked for gateway or scenario does not exist
 */
export async function benchGateway(config: BenchConfig): Promise<Result> {
  const chosen = only(contestants, config.gateways);
  const scenarios = only(createScenarios(), config.scenarios).map((one) => (config.brief ? briefly(one) : one));
  if (chosen.some(({ id }) => id !== 'ours' && id !== 'floor')) await installPeers();
  if (config.brief) process.stderr.write('brief: shows that all works; its figures say nothing\n');
  const bench = await openBench();
  const measured = createMeasured();
  try {
    const lineUp = await checkAll(chosen, scenarios, bench);
    for (let round = 1; round <= config.rounds; round++) {
      for (const scenario of scenarios) {
        process.stderr.write(`round ${round} of ${config.rounds}: ${scenario.title}\n`);
        await runScenario(scenario, round, lineUp, bench, measured);
      }
    }
    if (!config.brief) await writeFile(chartFile, toChart(scenarios, chosen, measured));
    const tables = [aimsTable(scenarios, measured), figuresTable(scenarios, chosen, measured)];
    if (lineUp.notMeasured.length > 0) tables.push(notMeasuredTable(lineUp.notMeasured));
    return { method: method(config.rounds, lineUp.floorOf), tables, file: config.brief ? null : readme };
  } finally {
    await bench.close();
  }
}

function only<T extends { readonly id: string }>(all: readonly T[], ids: readonly string[]): readonly T[] {
  const unknown = ids.find((id) => all.every((one) => one.id !== id));
  if (unknown !== undefined) throw new Error(`${unknown} is none of ${all.map(({ id }) => id).join(', ')}.`);
  return ids.length === 0 ? all : all.filter(({ id }) => ids.includes(id));
}

/** Checks every gateway; the first that is right everywhere shows the floor, which comes last, what to do. */
async function checkAll(chosen: readonly Contestant[], scenarios: readonly Scenario[], bench: Bench): Promise<LineUp> {
  const pairs = new Set<Pair>();
  const notMeasured: NotMeasured[] = [];
  const hasFloor = chosen.some(({ id }) => id === 'floor');
  let floorOf: string | undefined;
  for (const contestant of chosen) {
    const checks = await checkOne(contestant, scenarios, bench, hasFloor && floorOf === undefined);
    const wrong = checks.flatMap(({ checked }) => [...checked.problems]);
    process.stderr.write(
      `${contestant.title}: ${wrong.length === 0 ? 'right' : `${wrong.length} answers are wrong`}\n`,
    );
    if (hasFloor && floorOf === undefined && wrong.length === 0) {
      await bench.writeFloor(checks.flatMap(({ checked }) => checked.traced));
      floorOf = contestant.title;
    }
    for (const { scenario, checked } of checks) {
      const [why] = [...bodiesOf(scenario)].flatMap((body) => checked.problems.get(body) ?? []);
      if (why === undefined) pairs.add({ contestant, scenario, checked });
      else notMeasured.push({ contestant, scenario, why });
    }
  }
  return { pairs, notMeasured, floorOf };
}

async function checkOne(contestant: Contestant, scenarios: readonly Scenario[], bench: Bench, isTraced: boolean) {
  const checks: { readonly scenario: Scenario; readonly checked: CheckedAnswers }[] = [];
  for (const setup of new Set(scenarios.map((scenario) => scenario.setup))) {
    const those = scenarios.filter((scenario) => scenario.setup === setup);
    const bodies = new Set(those.flatMap((scenario) => [...bodiesOf(scenario)]));
    const checked = await checkAnswers(contestant, setup, bodies, bench, isTraced);
    checks.push(...those.map((scenario) => ({ scenario, checked })));
  }
  return checks;
}

function bodiesOf({ warmUp, load }: Scenario): ReadonlySet<string> {
  return new Set([...warmUp.bodies, ...load.bodies]);
}

async function runScenario(
  scenario: Scenario,
  round: number,
  { pairs, notMeasured }: LineUp,
  bench: Bench,
  measured: Measured,
): Promise<void> {
  const inThis = [...pairs].filter((pair) => pair.scenario === scenario);
  for (const pair of inTurn(inThis, round)) {
    try {
      measured.add(scenario.id, pair.contestant.id, await measureBlock(pair.contestant, scenario, pair.checked, bench));
    } catch (error) {
      // Its later rounds could not be told from others' by their place.
      pairs.delete(pair);
      const why = error instanceof Error ? error.message : String(error);
      notMeasured.push({ contestant: pair.contestant, scenario, why });
    }
  }
}
