import { createHash } from 'node:crypto';
import { canonicalJson } from '../json.ts';
import type { EventListening, EventSubscription, GraphEvent } from './event-bus.ts';
import { eventId, eventPosition } from './event-id.ts';
import { EventListener } from './event-listener.ts';
import { createEventLog } from './event-log.ts';

/** What every bus has in the process that listens: who listens to what, and the last events for those who come back. */
export interface EventHub {
  /** The number of the last event; 0 when there is none yet in this epoch. */
  readonly lastSequence: number;
  /**
   * Begins an epoch: what was kept is forgotten, and listeners are told of a gap where there was another one before.
   * @param after the number after which events come
   * @param replayedUntil up to this number they are old: only those who come back are told
   */
  begin(epochMs: number, after: number, replayedUntil?: number): void;
  /** Tells an event that came. Numbers that were told are passed over. A number that is left out is no event of the graph. */
  tell(event: Omit<GraphEvent, 'id'>, sequence: number): void;
  /** Tells all listeners that events may have been missed; what is kept begins after `sequence`. */
  gap(sequence: number): void;
  subscribe(field: string, listener: (event: GraphEvent) => void, options?: EventSubscription): EventListening;
}

/** @param replayEvents how many events are kept */
export function createEventHub({ replayEvents }: { readonly replayEvents: number }): EventHub {
  const listeners = new Map<string, Set<EventListener>>();
  const log = createEventLog(replayEvents);
  let epoch: number | undefined;
  let last = 0;
  let replayedUntil = 0;

  function forget(after: number): void {
    log.clear(after);
    last = after;
  }

  function everybody(): EventListener[] {
    return [...listeners.values()].flatMap((some) => [...some]);
  }

  function now(): number {
    return Math.max(last, replayedUntil);
  }

  /** From where a listener goes on; `undefined` when that is not known. */
  function positionAfter(id: string): number | undefined {
    const position = eventPosition(id);
    const isKnown = position !== undefined && position.epochMs === epoch && position.sequence >= log.keptAfter;
    // One that did not come here yet has come elsewhere: what is before it is passed over.
    return isKnown ? position.sequence : undefined;
  }

  return {
    get lastSequence() {
      return last;
    },
    begin(epochMs, after, until = after) {
      const isAnother = epoch !== undefined;
      epoch = epochMs;
      replayedUntil = until;
      forget(after);
      for (const listener of everybody()) {
        listener.skipTo(until);
        if (isAnother) listener.tellGap();
      }
    },
    tell(told, sequence) {
      if (epoch === undefined || sequence <= last) return;
      last = sequence;
      const event = { ...told, id: eventId({ epochMs: epoch, sequence }) };
      const topic = topicOf(event.field, event.arguments);
      log.add({ event, topic, sequence });
      // Who leaves meanwhile is told no more; who comes, has `after` already.
      for (const listener of listeners.get(topic) ?? []) listener.tell(event, sequence);
    },
    gap(sequence) {
      forget(sequence);
      for (const listener of everybody()) listener.tellGap();
    },
    subscribe(field, hear, { arguments: wanted = {}, afterId, onGap } = {}) {
      const topic = topicOf(field, wanted);
      const known = afterId === undefined ? undefined : positionAfter(afterId);
      const isBehind = known !== undefined && log.firstAfter(known, topic) !== undefined;
      const listener = new EventListener({ hear, onGap, after: known ?? now(), isBehind });
      if (afterId !== undefined && known === undefined) onGap?.();
      const others = listeners.get(topic) ?? new Set();
      listeners.set(topic, others.add(listener));
      return {
        missed: isBehind ? listener.missed(log, topic) : undefined,
        close() {
          listener.close();
          others.delete(listener);
          if (others.size === 0 && listeners.get(topic) === others) listeners.delete(topic);
        },
      };
    },
  };
}

/** A hash: arguments are as long as clients make them, and a topic is kept for each that listens. */
function topicOf(field: string, wanted: GraphEvent['arguments']): string {
  return createHash('sha256')
    .update(`${field} ${canonicalJson(wanted)}`)
    .digest('base64url');
}
