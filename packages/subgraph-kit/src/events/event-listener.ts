import type { GraphEvent } from './event-bus.ts';
import type { EventLog } from './event-log.ts';

/** Before all that is kept. */
const NOWHERE = -1;

/** Who listens to a topic: it takes what it has missed from the log, and is told what comes after that. */
export class EventListener {
  readonly #hear: (event: GraphEvent) => void;
  readonly #onGap: (() => void) | undefined;
  /** It has had the events up to this number. */
  #after: number;
  /** Whether it still takes what it has missed. */
  #isBehind: boolean;

  constructor(parts: {
    readonly hear: (event: GraphEvent) => void;
    readonly onGap: (() => void) | undefined;
    readonly after: number;
    readonly isBehind: boolean;
  }) {
    this.#hear = parts.hear;
    this.#onGap = parts.onGap;
    this.#after = parts.after;
    this.#isBehind = parts.isBehind;
  }

  tell(event: GraphEvent, sequence: number): void {
    if (this.#isBehind || sequence <= this.#after) return;
    this.#after = sequence;
    this.#hear(event);
  }

  /** Tells of a gap; if it is behind, when it asks for the next event. */
  tellGap(): void {
    if (this.#isBehind) this.#after = NOWHERE;
    else this.#onGap?.();
  }

  /** From now on it is told what comes after this number. */
  skipTo(sequence: number): void {
    this.#after = sequence;
  }

  /**
   * What it has missed, each event looked up when it is asked for; `undefined` in the place of what is not kept any more.
   */
  *missed(log: EventLog, topic: string): Generator<GraphEvent | undefined, void> {
    while (this.#isBehind) {
      if (this.#after < log.keptAfter) {
        this.#after = log.keptAfter;
        yield undefined;
        continue;
      }
      const kept = log.firstAfter(this.#after, topic);
      this.#isBehind = kept !== undefined;
      if (!kept) return;
      this.#after = kept.sequence;
      yield kept.event;
    }
  }

  close(): void {
    this.#isBehind = false;
  }
}
