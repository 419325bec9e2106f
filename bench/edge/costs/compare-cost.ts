import type { Load } from '../../src/load/send-load.ts';
import { inTurn } from '../../src/measure/in-turn.ts';
import { median } from '../../src/measure/numbers.ts';
import type { RunningGateway } from '../../src/measure/running-gateway.ts';
import { outcome, spread, spreadOf } from '../../src/report/ratio.ts';
import { rounded } from '../../src/report/table.ts';
import { type Finding, type Setup, type Stage, startAll, stopAll } from '../stage.ts';

/** One of the ways to set up a gateway that are compared. */
export interface Variant extends Setup {
  readonly id: string;
  /** At most so much of the first one's processor time. */
  readonly aim?: number;
  /** Checks that it is what it is taken for, and begins what goes on beside it; gives what ends that. */
  readonly begin?: (gateway: RunningGateway) => Promise<() => void>;
}

type Shape = Omit<Load, 'url' | 'maxMs' | 'maxRequests'>;

/** By then V8 has compiled what matters; what it compiles later counts as processor time, too. */
const WARM_UP_MS = 8_000;
const TURN_MS = 750;
const TURNS = 24;
const BRIEF = { warmUpMs: 300, turnMs: 200, turns: 2 };
const NEVER = Number.MAX_SAFE_INTEGER;

/**
 * Processor time a request, of variants side by side: in each round their processes are started anew and run all the time, and the
 * load goes to one after the other in short turns.
 */
export async function compareCost(stage: Stage, variants: readonly Variant[], shape: Shape): Promise<Finding> {
  const rounds: Map<Variant, number>[] = [];
  for (let round = 1; round <= stage.rounds; round++) {
    process.stderr.write(`round ${round} of ${stage.rounds}: ${variants.map(({ title }) => title).join(', ')}\n`);
    rounds.push(await runRound(stage, inTurn(variants, round), shape));
  }
  const [base] = variants;
  const costsOf = (variant: Variant): number[] => rounds.map((costs) => costs.get(variant) ?? Number.NaN);
  const compared = variants.map((variant) => {
    const bases = base ? costsOf(base) : [];
    const ratio = spreadOf(costsOf(variant).map((cost, round) => cost / (bases[round] ?? Number.NaN)));
    return { ...variant, ratio, middle: median(costsOf(variant)) };
  });
  return {
    aims: compared.flatMap(({ title, aim, ratio }) =>
      aim === undefined ? [] : [[`processor time a request, ${title}`, spread(ratio), outcome(ratio, aim)] as const],
    ),
    tables: [
      {
        columns: ['processor time a request', 'ms', `to ${base?.title ?? ''}`],
        rows: compared.map(({ title, middle, ratio }) => [title, rounded(middle), spread(ratio)]),
      },
    ],
  };
}

async function runRound(stage: Stage, variants: readonly Variant[], shape: Shape): Promise<Map<Variant, number>> {
  const { warmUpMs, turnMs, turns } = stage.brief ? BRIEF : { warmUpMs: WARM_UP_MS, turnMs: TURN_MS, turns: TURNS };
  const gateways = await startAll(stage, variants);
  const ends: (() => void)[] = [];
  const used = new Map(variants.map((variant) => [variant, { processorMs: 0, requests: 0 }]));
  try {
    for (const [{ begin }, gateway] of gateways) {
      if (begin) ends.push(await begin(gateway));
      await sendFor(stage, gateway, shape, warmUpMs);
    }
    for (let turn = 0; turn < turns; turn++) {
      for (const variant of inTurn(variants, turn)) {
        const gateway = gateways.get(variant);
        const sum = used.get(variant);
        if (!gateway || !sum) continue;
        const before = gateway.usage().processorMs;
        sum.requests += await sendFor(stage, gateway, shape, turnMs);
        sum.processorMs += gateway.usage().processorMs - before;
      }
    }
    return new Map([...used].map(([variant, { processorMs, requests }]) => [variant, processorMs / requests]));
  } finally {
    for (const end of ends) end();
    await stopAll(gateways);
  }
}

/** @returns how many requests it were */
async function sendFor(stage: Stage, { url }: RunningGateway, shape: Shape, maxMs: number): Promise<number> {
  const { latenciesMs, wrong, failure } = await stage.load.send({ ...shape, url, maxMs, maxRequests: NEVER });
  if (failure !== undefined) throw new Error(failure);
  if (wrong > 0) throw new Error(`${wrong} of ${latenciesMs.length} answers were wrong.`);
  return latenciesMs.length;
}
