import type { OutboxWorker } from '@accounts-center/subgraph-kit';
import type { Traffic } from './traffic.ts';

const QUIET_ROUNDS = 2;

/**
 * Works off all outboxes until nothing is due any more. One look at each is no proof: work may move on, by a call under way,
 * to a service that was looked at before. So all of them have to be found idle twice, with no call in between.
 */
export async function settle(workers: readonly Pick<OutboxWorker, 'drain'>[], traffic: Traffic): Promise<void> {
  for (let quietRounds = 0; quietRounds < QUIET_ROUNDS; ) {
    const before = traffic.begun();
    await traffic.ended();
    const counts = await Promise.all(workers.map((worker) => worker.drain()));
    const isQuiet = counts.every((count) => count === 0) && traffic.begun() === before;
    quietRounds = isQuiet ? quietRounds + 1 : 0;
  }
}
