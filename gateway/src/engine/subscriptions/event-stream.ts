import { Backlog } from './backlog.ts';

type Taker<T> = (result: IteratorResult<T, undefined>) => void;

/** Events for one client, as it takes them. What it leaves too long gives way to what says so. */
export class EventStream<T> implements AsyncIterableIterator<T, undefined> {
  readonly #waiting: Backlog<T>;
  readonly #onLeave: () => void;
  #takers: Taker<T>[] = [];
  #isOver = false;

  /** @param options.onLeave called when the client wants no more */
  constructor(options: { readonly limit: number; readonly gap: T; readonly onLeave: () => void }) {
    this.#waiting = new Backlog(options.limit, options.gap);
    this.#onLeave = options.onLeave;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  push(event: T): void {
    if (this.#isOver) return;
    const taker = this.#takers.shift();
    if (taker) taker({ done: false, value: event });
    else this.#waiting.push(event);
  }

  /** Ends it, after what waits. */
  end(): void {
    this.#isOver = true;
    for (const taker of this.#takers.splice(0)) taker({ done: true, value: undefined });
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const event = this.#waiting.shift();
    if (event !== undefined) return Promise.resolve({ done: false, value: event });
    if (this.#isOver) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => this.#takers.push(resolve));
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.#waiting.clear();
    this.end();
    this.#onLeave();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
