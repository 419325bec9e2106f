import type { SourceEvent } from '../engine-options.ts';
import type { Turns } from './turns.ts';

/** Who hears the events of a source. */
export interface SourceListener {
  /** @param isShared whether others have the same answer: then it may not be changed */
  take(event: SourceEvent, isShared: boolean): void;
  /** There will be no more. */
  sourceEnded(): void;
}

/** A source that is open once, for all who need the same of it. */
export class SharedSource {
  readonly #listeners = new Set<SourceListener>();
  readonly #controller = new AbortController();
  readonly #onEnd: () => void;
  readonly #turns: Turns;
  /** Whether who has had no event before may listen. */
  readonly isLive: boolean;
  #position: string | undefined;

  /**
   * @param options.lastEventId what comes is after that event
   * @param options.onEnd called once, when it ends by itself or nobody listens any more
   * @param options.turns in which listeners are told
   */
  constructor(options: {
    readonly lastEventId: string | undefined;
    readonly onEnd: () => void;
    readonly turns: Turns;
  }) {
    this.isLive = options.lastEventId === undefined;
    this.#position = options.lastEventId;
    this.#onEnd = options.onEnd;
    this.#turns = options.turns;
  }

  /** The event after which what comes next stands. */
  get position(): string | undefined {
    return this.#position;
  }

  /** Begins to listen to what is opened. */
  async run(
    open: (signal: AbortSignal) => AsyncIterable<SourceEvent>,
    onError: (error: unknown) => void,
  ): Promise<void> {
    const { signal } = this.#controller;
    try {
      for await (const event of open(signal)) {
        if (signal.aborted) return;
        await this.#tell(event);
      }
    } catch (error) {
      onError(error);
    }
    if (signal.aborted) return;
    this.#close();
    const present = Array.from(this.#listeners);
    for (const listener of present) listener.sourceEnded();
  }

  add(listener: SourceListener): void {
    this.#listeners.add(listener);
  }

  remove(listener: SourceListener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size === 0 && !this.#controller.signal.aborted) this.#close();
  }

  #close(): void {
    this.#controller.abort();
    this.#onEnd();
  }

  async #tell(event: SourceEvent): Promise<void> {
    if (event.id !== undefined) this.#position = event.id;
    const listeners = Array.from(this.#listeners);
    const told = { ...event, cause: event.cause ?? event };
    for (const listener of listeners) {
      const turn = this.#turns.next();
      if (turn) await turn;
      if (this.#listeners.has(listener)) listener.take(told, listeners.length > 1);
    }
  }
}
