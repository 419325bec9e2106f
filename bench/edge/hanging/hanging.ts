import { operationText } from '../../gateway/workload/subgraphs.ts';
import type { Stream, StreamResult } from '../../src/load/send-paced.ts';
import { inTurn } from '../../src/measure/in-turn.ts';
import { median, quantile } from '../../src/measure/numbers.ts';
import type { RunningGateway } from '../../src/measure/running-gateway.ts';
import { outcome, spread, spreadOf } from '../../src/report/ratio.ts';
import { rounded } from '../../src/report/table.ts';
import { ask, askRightly, toBody } from '../ask.ts';
import { compose, FIVE, shopSubgraphs } from '../graphs.ts';
import { type Finding, type Setup, type Stage, startAll, stopAll } from '../stage.ts';
import { startHangingServer } from './hanging-server.ts';

const AIM = 1.2;
const TIMEOUT_MS = 1_000;
const RATES = { others: 80, touching: 40 };
const WARM_UP_MS = 3_000;
const TURN_MS = 3_000;
const TURNS = 5;
const BRIEF = { warmUpMs: 300, turnMs: 1_500, turns: 1 };

const others = operationText('test-query');
const touching = '{ topProducts(first: 2) { upc offers { percent } } }';

/** What clients had in one round: those who don't touch the subgraph that may hang, and those who do. */
interface Felt {
  readonly others: number[];
  readonly touching: number[];
}

/** What a subgraph that hangs costs those who don't ask it for anything, against the same traffic when none hangs. */
export async function measureHanging(stage: Stage): Promise<Finding> {
  const hanging = await startHangingServer();
  try {
    const setups = setupsOf(stage, hanging.origin);
    const rounds: Map<Setup, Felt>[] = [];
    for (let round = 1; round <= stage.rounds; round++) {
      process.stderr.write(`round ${round} of ${stage.rounds}: one of five subgraphs hangs\n`);
      rounds.push(await runRound(stage, inTurn(setups, round)));
    }
    return findingOf(setups, rounds);
  } finally {
    hanging.close();
  }
}

function setupsOf(stage: Stage, hangingOrigin: string): Setup[] {
  const { origin } = stage.replay;
  const subgraphs = shopSubgraphs(origin, FIVE);
  const one = subgraphs.map((each) => (each.name === 'offers' ? { ...each, url: `${hangingOrigin}/offers` } : each));
  const settingsWith = (named: object): object => ({
    subgraphs: {
      all: { forwardHeaders: ['authorization'] },
      named: { offers: { timeoutMs: TIMEOUT_MS, ...named } },
    },
  });
  return [
    { title: 'none hangs', supergraph: compose(subgraphs), settings: settingsWith({}) },
    { title: 'one hangs', supergraph: compose(one), settings: settingsWith({}) },
    {
      title: 'one hangs, and is asked all the same (no breaker)',
      supergraph: compose(one),
      settings: settingsWith({ breakerThreshold: 1 }),
    },
  ];
}

async function runRound(stage: Stage, setups: readonly Setup[]): Promise<Map<Setup, Felt>> {
  const { warmUpMs, turnMs, turns } = stage.brief ? BRIEF : { warmUpMs: WARM_UP_MS, turnMs: TURN_MS, turns: TURNS };
  const gateways = await startAll(stage, setups);
  const felt = new Map<Setup, Felt>(setups.map((setup) => [setup, { others: [], touching: [] }]));
  const streams = new Map<Setup, readonly Stream[]>();
  try {
    for (const [setup, gateway] of gateways) {
      streams.set(setup, await streamsFor(gateway));
      await send(stage, gateway, streams.get(setup) ?? [], warmUpMs);
    }
    for (let turn = 0; turn < turns; turn++) {
      for (const [setup, gateway] of inTurn([...gateways], turn)) {
        const [one, other] = await send(stage, gateway, streams.get(setup) ?? [], turnMs);
        felt.get(setup)?.others.push(...(one?.latenciesMs ?? []));
        felt.get(setup)?.touching.push(...(other?.latenciesMs ?? []));
      }
    }
    return felt;
  } finally {
    await stopAll(gateways);
  }
}

/** Asks for each once, to know how long right answers are: of those who touch what hangs, all but that has to be there. */
async function streamsFor({ url }: RunningGateway): Promise<readonly Stream[]> {
  const { text } = await ask(url, toBody(touching));
  const { data, errors } = JSON.parse(text) as { data?: { topProducts: unknown[] }; errors?: unknown[] };
  const isUnavailable = JSON.stringify(errors ?? []).includes('"SUBGRAPH_UNAVAILABLE"');
  if (data?.topProducts.length !== 2 || (errors !== undefined && !isUnavailable)) throw new Error(text.slice(0, 300));
  return [
    { body: toBody(others), perSecond: RATES.others, lengths: [await askRightly(url, others)] },
    { body: toBody(touching), perSecond: RATES.touching, lengths: [Buffer.byteLength(text)] },
  ];
}

async function send(
  stage: Stage,
  { url }: RunningGateway,
  streams: readonly Stream[],
  durationMs: number,
): Promise<readonly StreamResult[]> {
  const results = await stage.load.sendPaced({ url, streams, durationMs });
  const wrong = results.map((result) => result.wrong);
  if (wrong.some((count) => count > 0)) throw new Error(`${wrong.join(' and ')} answers were wrong.`);
  return results;
}

function findingOf(setups: readonly Setup[], rounds: readonly Map<Setup, Felt>[]): Finding {
  const [base] = setups;
  const p99sOf = (setup: Setup | undefined): number[] =>
    rounds.map((felt) => quantile((setup && felt.get(setup)?.others) ?? [], 0.99));
  const all = (setup: Setup, who: keyof Felt): number[] => rounds.flatMap((felt) => felt.get(setup)?.[who] ?? []);
  const ratioOf = (setup: Setup) => {
    const bases = p99sOf(base);
    return spreadOf(p99sOf(setup).map((p99, round) => p99 / (bases[round] ?? Number.NaN)));
  };
  return {
    aims: setups.slice(1).map((setup) => {
      const ratio = ratioOf(setup);
      return [`p99 of operations that don’t touch it, ${setup.title}`, spread(ratio), outcome(ratio, AIM)];
    }),
    tables: [
      {
        columns: ['subgraphs', 'others: p50, ms', 'p99, ms', 'to none', 'touching it: p50, ms', 'p99, ms'],
        rows: setups.map((setup) => [
          setup.title,
          rounded(median(all(setup, 'others'))),
          rounded(median(p99sOf(setup))),
          spread(ratioOf(setup)),
          rounded(median(all(setup, 'touching'))),
          rounded(quantile(all(setup, 'touching'), 0.99)),
        ]),
      },
    ],
  };
}
