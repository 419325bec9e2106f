import type { GraphEvent } from './event-bus.ts';

/** Events that name many accounts take more room: this many names for each event that may be kept. */
const NAMES_PER_EVENT = 10;

/** The last events, for those who come back. */
export interface EventLog {
  /** Events with higher numbers are kept. */
  readonly keptAfter: number;
  add(kept: Kept): void;
  /** Those of a topic with higher numbers, in order. */
  after(sequence: number, topic: string): Kept[];
  /** Forgets all; what comes is kept from this number on. */
  clear(keptAfter: number): void;
}

/** An event with its number, and who is told of it. */
export interface Kept {
  readonly event: GraphEvent;
  readonly topic: string;
  readonly sequence: number;
}

/** @param maxEvents fewer are kept where they name many accounts */
export function createEventLog(maxEvents: number): EventLog {
  const entries: (Kept | undefined)[] = [];
  let first = 0; // what is before it is dropped
  let names = 0;
  let keptAfter = 0;

  function drop(): void {
    const dropped = entries[first];
    if (dropped === undefined) return;
    entries[first] = undefined;
    first += 1;
    names -= dropped.event.audience?.length ?? 0;
    keptAfter = dropped.sequence;
  }

  return {
    get keptAfter() {
      return keptAfter;
    },
    add(kept) {
      entries.push(kept);
      names += kept.event.audience?.length ?? 0;
      while (entries.length - first > maxEvents || names > maxEvents * NAMES_PER_EVENT) drop();
      // Now and then only: it moves all that is kept.
      if (first > maxEvents) {
        entries.splice(0, first);
        first = 0;
      }
    },
    after(sequence, topic) {
      const found: Kept[] = [];
      // From the end on: who comes back has missed the last ones.
      for (let index = entries.length - 1; index >= first; index -= 1) {
        const entry = entries[index];
        if (entry === undefined || entry.sequence <= sequence) break;
        if (entry.topic === topic) found.push(entry);
      }
      return found.reverse();
    },
    clear(after) {
      entries.length = 0;
      first = 0;
      names = 0;
      keptAfter = after;
    },
  };
}
