import { Backlog } from './backlog.ts';

type Taker<T> = (result: IteratorResult<T, undefined>) => void;

/** Events for one client, as it takes them. What it leaves too long gives way to what says so. */
export class EventStream<T> implements AsyncIterableIterator<T, undefined> {
  readonly #waiting: Backlog<T>;
  readonly #onLeave: () => void;
  #takers: Taker<T>[] = [];
  #onEmpty: (() => void)[] = [];
  #isOver = false;

  /** @param options.onLeave called when the client wants no more */
  constructor(options: { readonly limit: number; readonly gap: T; readonly onLeave: () => void }) {
    this.#waiting = new Backlog(options.limit, options.gap);
    this.#onLeave = options.onLeave;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** How many wait to be taken. */
  get length(): number {
    return this.#waiting.length;
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

  /** Resolves when nothing waits: all is taken, or nobody wants it any more. */
  whenEmpty(): Promise<void> {
    if (this.#waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onEmpty.push(resolve));
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const event = this.#waiting.shift();
    if (this.#waiting.length === 0) this.#emptied();
    if (event !== undefined) return Promise.resolve({ done: false, value: event });
    if (this.#isOver) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => this.#takers.push(resolve));
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.#waiting.clear();
    this.#emptied();
    this.end();
    this.#onLeave();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #emptied(): void {
    for (const goOn of this.#onEmpty.splice(0)) goOn();
  }
}
