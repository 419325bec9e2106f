import type { GraphEvent } from './event-bus.ts';

/** Events that name many accounts take more room: this many names for each event that may be kept. */
const NAMES_PER_EVENT = 10;

/** The last events, for those who come back. */
export interface EventLog {
  /** Events with higher numbers are kept. */
  readonly keptAfter: number;
  add(kept: Kept): void;
  /** The first of a topic with a higher number. */
  firstAfter(sequence: number, topic: string): Kept | undefined;
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

  /** Where those with higher numbers begin. */
  function indexAfter(sequence: number): number {
    let low = first;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((entries[middle]?.sequence ?? 0) <= sequence) low = middle + 1;
      else high = middle;
    }
    return low;
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
    firstAfter(sequence, topic) {
      for (let index = indexAfter(sequence); index < entries.length; index += 1) {
        const entry = entries[index];
        if (entry?.topic === topic) return entry;
      }
      return undefined;
    },
    clear(after) {
      entries.length = 0;
      first = 0;
      names = 0;
      keptAfter = after;
    },
  };
}
