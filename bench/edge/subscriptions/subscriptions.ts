import { inTurn } from '../../src/measure/in-turn.ts';
import { median } from '../../src/measure/numbers.ts';
import { megabytes, rounded } from '../../src/report/table.ts';
import { compose } from '../graphs.ts';
import type { AimRow, Finding, Stage } from '../stage.ts';
import { type News, startNews } from './news.ts';
import { type Delivered, deliverOne, type SubscribersProcess, startSubscribers } from './start-subscribers.ts';

const CLIENTS = { full: 10_000, brief: 200 };
const MEMORY_AIM_BYTES = 600_000_000;
const EVENTS = 5;
/** Until all have had one, an event is told again. */
const ATTEMPTS = 5;
const DELIVER_WITHIN_MS = 30_000;

const ways = [
  { asks: 'equal', title: 'all ask for the same', aimMs: 1_000 },
  { asks: 'own', title: 'each asks for something else', aimMs: 3_000 },
] as const;
type Way = (typeof ways)[number];

/** What a process with all its clients had. */
interface Round {
  readonly setUpMs: number;
  /** In memory: before the first client, with all of them after the last event, and the most that it ever had. */
  readonly emptyBytes: number;
  readonly openBytes: number;
  readonly peakBytes: number;
  readonly events: readonly Delivered[];
}

/** How many subscriptions one process bears, and how fast an event reaches all of them. */
export async function measureSubscriptions(stage: Stage): Promise<Finding> {
  const clients = stage.brief ? CLIENTS.brief : CLIENTS.full;
  const rounds = new Map<Way, Round[]>(ways.map((way) => [way, []]));
  for (let round = 1; round <= stage.rounds; round++) {
    for (const way of inTurn(ways, round)) {
      process.stderr.write(`round ${round} of ${stage.rounds}: ${clients} subscriptions, ${way.title}\n`);
      rounds.get(way)?.push(await runRound(stage, way, clients));
    }
  }
  const all = [...rounds];
  return {
    aims: all.flatMap(([way, those]) => aimsOf(way, those, clients)),
    tables: [{ columns: COLUMNS, rows: all.map(([way, those]) => rowOf(way, those)) }],
  };
}

async function runRound(stage: Stage, way: Way, clients: number): Promise<Round> {
  const news = await startNews();
  const subscribers = await startSubscribers();
  const settings = {
    subgraphs: { named: news.named },
    // All of them come from one address.
    subscriptions: { maxOpen: 2 * clients, maxPerCaller: 2 * clients },
  };
  const setup = { title: way.title, supergraph: compose(news.subgraphs), settings };
  const gateway = await stage.start(setup).catch(async (error: unknown) => {
    await Promise.all([news.close(), subscribers.close()]);
    throw error;
  });
  try {
    const emptyBytes = gateway.usage().residentBytes;
    const startedAt = performance.now();
    const url = `${gateway.url.replace('http', 'ws')}/graphql`;
    const { failure } = await subscribers.ask({ kind: 'open', url, count: clients, asks: way.asks });
    if (failure !== undefined) throw new Error(failure);
    await setUp(news, subscribers, clients);
    const setUpMs = performance.now() - startedAt;
    const events: Delivered[] = [];
    for (let count = 0; count < EVENTS; count++) events.push(await deliver(news, subscribers, clients));
    const { residentBytes: openBytes, peakBytes } = gateway.usage();
    return { setUpMs, emptyBytes, openBytes, peakBytes, events };
  } finally {
    await gateway.stop();
    await Promise.all([news.close(), subscribers.close()]);
  }
}

/** That a subscription is there, only an event shows. */
async function setUp(news: News, subscribers: SubscribersProcess, clients: number): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    await news.settled();
    if (await deliverOne(news, subscribers, clients, DELIVER_WITHIN_MS)) return;
  }
  throw new Error('Some clients never got an event.');
}

async function deliver(news: News, subscribers: SubscribersProcess, clients: number): Promise<Delivered> {
  const delivered = await deliverOne(news, subscribers, clients, DELIVER_WITHIN_MS);
  if (!delivered) throw new Error('Some clients did not get an event.');
  return delivered;
}

function aimsOf({ title, aimMs }: Way, rounds: readonly Round[], clients: number): AimRow[] {
  const lastMs = rounds.map(({ events }) => median(events.map((event) => event.lastMs)));
  const worstMs = Math.max(...rounds.flatMap(({ events }) => events.map((event) => event.lastMs)));
  const peakBytes = Math.max(...rounds.map((round) => round.peakBytes));
  const count = clients.toLocaleString('en');
  const verdict = (isMet: boolean): string => (isMet ? 'met' : '**missed**');
  return [
    [
      `${count} open, ${title}: peak memory`,
      `${megabytes(peakBytes)} MB`,
      `≤ ${megabytes(MEMORY_AIM_BYTES)} MB: ${verdict(peakBytes <= MEMORY_AIM_BYTES)}`,
    ],
    [
      `an event to all ${count}, ${title}`,
      `${rounded(median(lastMs))} ms (at most ${rounded(worstMs)})`,
      `< ${rounded(aimMs)} ms: ${verdict(median(lastMs) < aimMs)}`,
    ],
  ];
}

const COLUMNS = [
  'subscriptions',
  'set up, s',
  'memory before, MB',
  'memory with all, MB',
  'peak, MB',
  'event to half, ms',
  'to 99%, ms',
  'to the last, ms',
];

function rowOf({ title }: Way, rounds: readonly Round[]): string[] {
  const middle = (of: (round: Round) => number): number => median(rounds.map(of));
  const event = (key: keyof Delivered): string =>
    rounded(median(rounds.flatMap(({ events }) => events.map((one) => one[key]))));
  return [
    title,
    rounded(middle((round) => round.setUpMs) / 1_000),
    ...(['emptyBytes', 'openBytes', 'peakBytes'] as const).map((key) => megabytes(middle((round) => round[key]))),
    ...(['halfMs', 'mostMs', 'lastMs'] as const).map(event),
  ];
}
