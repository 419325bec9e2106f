import { inTurn } from '../../src/measure/in-turn.ts';
import type { RunningGateway, Usage } from '../../src/measure/running-gateway.ts';
import type { Table } from '../../src/report/table.ts';
import { compose, shopSubgraphs } from '../graphs.ts';
import { type Finding, type Stage, withGateway } from '../stage.ts';
import { type News, startNews } from '../subscriptions/news.ts';
import { deliverOne, type SubscribersProcess, startSubscribers } from '../subscriptions/start-subscribers.ts';
import { abuseCosts } from './abuse-costs.ts';
import { type Company, findingOf, type SoakRound } from './soak-finding.ts';
import { startAbusers } from './start-abusers.ts';
import { behaveWell, SUBSCRIBERS } from './well-behaved.ts';

const SHOP = ['accounts', 'inventory', 'products', 'reviews'];
const MAX_ROUNDS = 3;
const WARM_UP_MS = 4_000;
const BRIEF = { warmUpMs: 500, soakMs: 15_000 };
/** Longer than the gateway leaves a connection alone on which nothing moves. */
const END_WITHIN_MS = 80_000;
/** Those who behave well go on meanwhile. */
const RECOVER_MS = 5_000;
const SUBSCRIBED_WITHIN_MS = 5_000;

/** What those who do nothing wrong have while others abuse the gateway, against the same without abusers. */
export async function measureSoak(stage: Stage): Promise<Finding> {
  const rounds: Record<Company, SoakRound[]> = { alone: [], abused: [] };
  const count = Math.min(stage.rounds, MAX_ROUNDS);
  for (let round = 1; round <= count; round++) {
    for (const company of inTurn(['alone', 'abused'] as const, round)) {
      process.stderr.write(`round ${round} of ${count}: ${company}\n`);
      rounds[company].push(await runRound(stage, company));
    }
  }
  const { aims, tables } = findingOf(rounds);
  return { aims, tables: [...tables, await costsAlone(stage)] };
}

async function costsAlone(stage: Stage): Promise<Table> {
  const supergraph = compose(shopSubgraphs(stage.replay.origin, SHOP));
  return withGateway(stage, { title: 'one abuse at a time', supergraph, settings: {} }, abuseCosts);
}

async function runRound(stage: Stage, company: Company): Promise<SoakRound> {
  const news = await startNews();
  const subscribers = await startSubscribers();
  const subgraphs = [...shopSubgraphs(stage.replay.origin, SHOP), ...news.subgraphs];
  const settings = { subgraphs: { all: { forwardHeaders: ['authorization'] }, named: news.named } };
  try {
    const setup = { title: company, supergraph: compose(subgraphs), settings };
    return await withGateway(stage, setup, (gateway) => soak(stage, company, gateway, news, subscribers));
  } finally {
    await Promise.all([news.close(), subscribers.close()]);
  }
}

async function soak(
  stage: Stage,
  company: Company,
  gateway: RunningGateway,
  news: News,
  subscribers: SubscribersProcess,
): Promise<SoakRound> {
  const { warmUpMs, soakMs } = stage.brief ? BRIEF : { warmUpMs: WARM_UP_MS, soakMs: stage.soakMs };
  await subscribe(gateway, news, subscribers);
  const behave = (durationMs: number) => behaveWell(stage, gateway, news, subscribers, durationMs);
  await behave(warmUpMs);
  const before = gateway.usage();
  const busyIn = (usage: Usage): number => (usage.processorMs - before.processorMs) / soakMs;
  const memory = (peakBytes: number) => {
    return { beforeBytes: before.residentBytes, peakBytes, afterBytes: gateway.usage().residentBytes };
  };
  if (company === 'alone') {
    const felt = await behave(soakMs);
    const usage = gateway.usage();
    return { felt, outcomes: [], busyCores: busyIn(usage), memory: memory(usage.peakBytes) };
  }
  const abusers = await startAbusers();
  try {
    await abusers.begin(gateway.url);
    const felt = await behave(soakMs);
    const busyCores = busyIn(gateway.usage());
    const outcomes = await abusers.end(END_WITHIN_MS);
    const { peakBytes } = gateway.usage();
    await behave(RECOVER_MS);
    return { felt, outcomes, busyCores, memory: memory(peakBytes) };
  } finally {
    await abusers.close();
  }
}

async function subscribe({ url }: RunningGateway, news: News, subscribers: SubscribersProcess): Promise<void> {
  const at = `${url.replace('http', 'ws')}/graphql`;
  const { failure } = await subscribers.ask({ kind: 'open', url: at, count: SUBSCRIBERS, asks: 'equal' });
  if (failure !== undefined) throw new Error(failure);
  for (let attempt = 0; attempt < 3; attempt++) {
    await news.settled();
    if (await deliverOne(news, subscribers, SUBSCRIBERS, SUBSCRIBED_WITHIN_MS)) return;
  }
  throw new Error('Subscribers never got an event.');
}
