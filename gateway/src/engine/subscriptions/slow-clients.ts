import { setImmediate } from 'node:timers/promises';
import type { EventQueue } from './event-queue.ts';
import type { Subscriber } from './subscription-host.ts';

/** Events of a replay that are resolved, or wait for one client to take them: so many, and about so many bytes. */
const REPLAY_AHEAD = 16;
const REPLAY_AHEAD_BYTES = 64 * 1024;

/** @param resultBytes of the last event; unknown before the first, which comes alone */
export function replayAhead(resultBytes = REPLAY_AHEAD_BYTES): number {
  return Math.max(1, Math.min(REPLAY_AHEAD, Math.floor(REPLAY_AHEAD_BYTES / resultBytes)));
}

/**
 * Waits until what is resolved leaves room for one event more, for those who take what they are handed.
 * @param most so many may be resolved, or wait for a client
 * @returns those for whom there is no room even then, as they do not
 */
export async function slowClients<Caller>(
  subscribers: ReadonlySet<Subscriber<Caller>>,
  queue: Pick<EventQueue<unknown, unknown>, 'length' | 'isAtRest' | 'whenHanded'>,
  most: number,
): Promise<Subscriber<Caller>[]> {
  const withoutRoom = (): Subscriber<Caller>[] =>
    Array.from(subscribers).filter(({ stream }) => stream.length + queue.length >= most);
  while (!queue.isAtRest && withoutRoom().length > 0) await queue.whenHanded();
  if (withoutRoom().length === 0) return [];
  // Who takes what was handed does so in its turn.
  await setImmediate();
  return withoutRoom();
}
