import type { SourceEvent, SourceEvents } from '../engine-options.ts';
import type { Turns } from './turns.ts';

/** Who hears the events of a source. */
export interface SourceListener {
  /** @param isShared whether others have the same answer: then it may not be changed */
  take(event: SourceEvent, isShared: boolean): void;
  /** Resolves when there is room for an event of a replay. */
  whenRoom(): Promise<void>;
  /** There will be no more. */
  sourceEnded(): void;
}

/** A source that is open once, for all who need the same of it. */
export class SharedSource {
  readonly #listeners = new Set<SourceListener>();
  /** Those who have yet to hear the event that is being told. */
  #untold = new Set<SourceListener>();
  readonly #controller = new AbortController();
  readonly #onEnd: () => void;
  readonly #turns: Turns;
  /** Whether who has had no event before may listen. */
  readonly isLive: boolean;
  #position: string | undefined;
  #events: SourceEvents | undefined;
  #onRemove: ((listener: SourceListener) => void) | undefined;

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

  /** Whether it tells what was kept, as fast as its listeners take that. Then nobody else may join them. */
  get isReplaying(): boolean {
    return this.#events?.isReplaying === true;
  }

  /** Begins to listen to what is opened. */
  async run(open: (signal: AbortSignal) => SourceEvents, onError: (error: unknown) => void): Promise<void> {
    const { signal } = this.#controller;
    try {
      this.#events = open(signal);
      for await (const event of this.#events) {
        const { isReplaying } = this;
        if (isReplaying) await this.#room();
        if (signal.aborted) return;
        await this.#tell(isReplaying ? { ...event, isKept: true } : event);
      }
    } catch (error) {
      onError(error);
    }
    if (signal.aborted) return;
    this.#close();
    const present = Array.from(this.#listeners);
    for (const listener of present) listener.sourceEnded();
  }

  /** @param like who has heard as much as the new one; else that hears what comes from now on */
  add(listener: SourceListener, like?: SourceListener): void {
    this.#listeners.add(listener);
    if (like && this.#untold.has(like)) this.#untold.add(listener);
  }

  remove(listener: SourceListener): void {
    this.#listeners.delete(listener);
    this.#onRemove?.(listener);
    if (this.#listeners.size === 0 && !this.#controller.signal.aborted) this.#close();
  }

  #close(): void {
    this.#controller.abort();
    this.#onEnd();
  }

  /** Waits until all who listen have room; for nobody who leaves meanwhile. */
  async #room(): Promise<void> {
    for (const listener of this.#listeners) {
      const left = new Promise<void>((resolve) => {
        this.#onRemove = (removed) => removed === listener && resolve();
      });
      await Promise.race([listener.whenRoom(), left]);
    }
    this.#onRemove = undefined;
  }

  async #tell(event: SourceEvent): Promise<void> {
    if (event.id !== undefined) this.#position = event.id;
    this.#untold = new Set(this.#listeners);
    const told = { ...event, cause: event.cause ?? event };
    let isShared = this.#listeners.size > 1;
    for (const listener of this.#untold) {
      const turn = this.#turns.next();
      if (turn) await turn;
      this.#untold.delete(listener);
      isShared ||= this.#untold.size > 0;
      if (this.#listeners.has(listener)) listener.take(told, isShared);
    }
  }
}
