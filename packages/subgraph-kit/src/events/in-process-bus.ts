import type { Clock } from '../clock.ts';
import type { EventBus } from './event-bus.ts';
import { createEventHub } from './event-hub.ts';

/**
 * A bus within one process. Its epoch is when it was made, so that the id of an event of a former process is known for one,
 * and is a gap.
 * @param parts.replayEvents how many of the last events are kept for those who come back
 */
export function createInProcessBus(parts: { readonly replayEvents: number; readonly clock: Clock }): EventBus {
  const { replayEvents, clock } = parts;
  const hub = createEventHub({ replayEvents });
  const maxKeys = Math.max(replayEvents, 1_000);
  // The latest, and as many before them.
  let keys = new Set<string>();
  let olderKeys: ReadonlySet<string> = new Set<string>();
  hub.begin(clock.now().getTime(), 0);

  return {
    publish: async ({ key, ...event }) => {
      if (keys.has(key) || olderKeys.has(key)) return;
      if (keys.size >= maxKeys) {
        olderKeys = keys;
        keys = new Set();
      }
      keys.add(key);
      hub.tell({ ...event, publishedAt: event.publishedAt ?? clock.now().getTime() }, hub.lastSequence + 1);
    },
    subscribe: hub.subscribe,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
