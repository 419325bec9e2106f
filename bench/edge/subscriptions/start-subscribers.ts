import { setTimeout as wait } from 'node:timers/promises';
import { type Child, startChild } from '../../src/measure/child.ts';
import type { News } from './news.ts';
import type { SubscribersAnswer, SubscribersQuestion } from './subscribers.ts';

/** Clients that subscribe, in a process of their own. */
export type SubscribersProcess = Child<SubscribersQuestion, SubscribersAnswer>;

export function startSubscribers(): Promise<SubscribersProcess> {
  return startChild(new URL('subscribers-process.ts', import.meta.url), []);
}

const LOOK_EVERY_MS = 100;

/** How long an event took until half of the clients, 99% and the last one had it. */
export interface Delivered {
  readonly halfMs: number;
  readonly mostMs: number;
  readonly lastMs: number;
}

/**
 * Has an event told, and waits until all clients have had it.
 * @returns how long it took, or `undefined` when some did not have it in time
 * @throws Error when they get something else, or are closed
 */
export async function deliverOne(
  news: News,
  subscribers: SubscribersProcess,
  clients: number,
  withinMs: number,
): Promise<Delivered | undefined> {
  const { emittedAtMs, number } = await news.emit();
  const until = performance.now() + withinMs;
  while (performance.now() < until) {
    await wait(LOOK_EVERY_MS);
    const { received, atMs, wrong, firstWrong, closed } = await subscribers.ask({ kind: 'received', number });
    if (wrong > 0) throw new Error(`${wrong} messages were wrong: ${firstWrong}`);
    if (closed > 0) throw new Error(`${closed} clients were closed.`);
    const since = (ms: number): number => ms - emittedAtMs;
    if (received === clients) return { halfMs: since(atMs.half), mostMs: since(atMs.most), lastMs: since(atMs.last) };
  }
  return undefined;
}
