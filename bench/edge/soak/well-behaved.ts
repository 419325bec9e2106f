import { setTimeout as wait } from 'node:timers/promises';
import { operationText } from '../../gateway/workload/subgraphs.ts';
import type { RunningGateway } from '../../src/measure/running-gateway.ts';
import { askRightly, toBody } from '../ask.ts';
import type { Stage } from '../stage.ts';
import type { News } from '../subscriptions/news.ts';
import { deliverOne, type SubscribersProcess } from '../subscriptions/start-subscribers.ts';

/** What those who do nothing wrong had. */
export interface Felt {
  readonly screenMs: readonly number[];
  readonly smallMs: readonly number[];
  /** Each event, until the last subscriber had it. */
  readonly eventMs: readonly number[];
  /** Answers and events that were wrong, late or did not come. */
  readonly wrong: number;
}

export const SUBSCRIBERS = 50;
const RATES = { screen: 40, small: 60 };
const EVENT_EVERY_MS = 100;
const EVENT_WITHIN_MS = 10_000;

const screen = operationText('test-query');
const small = '{ topProducts(first: 3) { upc name } }';

/** Queries and subscriptions as honest clients have them, for a while. */
export async function behaveWell(
  stage: Stage,
  { url }: RunningGateway,
  news: News,
  subscribers: SubscribersProcess,
  durationMs: number,
): Promise<Felt> {
  const streams = [
    { body: toBody(screen), perSecond: RATES.screen, lengths: [await askRightly(url, screen)] },
    { body: toBody(small), perSecond: RATES.small, lengths: [await askRightly(url, small)] },
  ];
  const events = watchEvents(news, subscribers);
  const results = await stage.load.sendPaced({ url, streams, durationMs });
  const { eventMs, lost } = await events.end();
  const [screens, smalls] = results;
  return {
    screenMs: screens?.latenciesMs ?? [],
    smallMs: smalls?.latenciesMs ?? [],
    eventMs,
    wrong: results.reduce((sum, { wrong }) => sum + wrong, lost),
  };
}

/** Has one event after the other told. */
function watchEvents(news: News, subscribers: SubscribersProcess) {
  const eventMs: number[] = [];
  let lost = 0;
  let isOver = false;
  const run = async (): Promise<void> => {
    while (!isOver) {
      const delivered = await deliverOne(news, subscribers, SUBSCRIBERS, EVENT_WITHIN_MS);
      if (delivered) eventMs.push(delivered.lastMs);
      else lost += 1;
      await wait(EVENT_EVERY_MS);
    }
  };
  const running = run();
  // Whoever waits for its end is told.
  running.catch(() => {});
  return {
    end: async () => {
      isOver = true;
      await running;
      return { eventMs, lost };
    },
  };
}
