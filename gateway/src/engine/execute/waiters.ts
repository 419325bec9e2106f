import { setMaxListeners } from 'node:events';

/** Those who wait for one piece of work: it is given up when all of them have gone, and not before. */
export class Waiters {
  #count = 0;
  #controller: AbortController | undefined;

  /** Aborted when all have gone; `undefined` when the first to come never goes. */
  get signal(): AbortSignal | undefined {
    return this.#controller?.signal;
  }

  get areGone(): boolean {
    return this.#controller?.signal.aborted === true;
  }

  /** @param signal aborted when the one who joins goes; without it, that one stays to the end */
  join(signal: AbortSignal | undefined): void {
    this.#count += 1;
    if (!signal) return;
    this.#controller ??= endlessController();
    if (signal.aborted) this.#leave();
    else signal.addEventListener('abort', () => this.#leave(), { once: true });
  }

  #leave(): void {
    this.#count -= 1;
    if (this.#count === 0) this.#controller?.abort();
  }
}

function endlessController(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal); // one for each call of a subgraph
  return controller;
}
