import { Refusal } from '../errors/refusal.ts';
import { CallerCounts } from './caller-counts.ts';

/** A client's connection, as far as all of them have to be known together. */
export interface OpenStream {
  /** Ends its subscriptions, lets its queries and mutations end, then tells the client to come back. */
  drain(): void;
  /** Cuts it off. */
  destroy(): void;
}

export interface OpenLimits {
  /** Subscriptions, and connections, of all clients. */
  readonly maxOpen: number;
  /** Operations under way, and connections, of one caller. */
  readonly maxPerCaller: number;
}

/** The connections and the operations of all clients in this process. Callers are known by texts. */
export class OpenStreams {
  /** Clients that were given up as too slow so far, and events that others of them lost. */
  readonly slow = { givenUp: 0, dropped: 0 };
  readonly #maxSubscriptions: number;
  readonly #streams = new Map<OpenStream, string>();
  readonly #connections: CallerCounts;
  readonly #operations: CallerCounts;
  #subscriptions = 0;
  #isDraining = false;
  #onEmpty: (() => void) | undefined;

  constructor(limits: OpenLimits) {
    this.#maxSubscriptions = limits.maxOpen;
    this.#connections = new CallerCounts(limits);
    // Of those together only subscriptions are limited: others are soon over.
    this.#operations = new CallerCounts({ ...limits, maxOpen: Number.POSITIVE_INFINITY });
  }

  /** Operations under way: subscriptions, and whatever else came by a connection of theirs. */
  get operations(): number {
    return this.#operations.size;
  }
  get connections(): number {
    return this.#streams.size;
  }
  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** Why no connection more is taken, of this caller or, where that is not known yet, of anybody. */
  refusalFor(caller?: string): Refusal | undefined {
    if (this.#isDraining) return new Refusal(503, 'SERVICE_RESTART', 'The server restarts. Subscribe again.');
    if (this.#connections.isFull)
      return new Refusal(503, 'TOO_MANY_SUBSCRIPTIONS', 'There are too many connections open.');
    if (caller !== undefined && this.#connections.isFullFor(caller))
      return new Refusal(429, 'TOO_MANY_SUBSCRIPTIONS', 'You have too many connections open.');
    return undefined;
  }

  /** One that comes when it was already on its way while all ended is ended, too. */
  add(stream: OpenStream, caller: string): void {
    this.#streams.set(stream, caller);
    this.#connections.add(caller);
    if (this.#isDraining) stream.drain();
  }

  delete(stream: OpenStream): void {
    const caller = this.#streams.get(stream);
    if (caller !== undefined) this.#connections.giveBack(caller);
    this.#streams.delete(stream);
    if (this.#streams.size === 0) this.#onEmpty?.();
  }

  /** Counts one operation more, if its caller may have it. */
  begin(caller: string): boolean {
    return this.#operations.take(caller);
  }

  /** An operation stays open, as subscriptions do, if there may be one more. What is soon over is refused for no others. */
  keep(): boolean {
    if (this.#subscriptions >= this.#maxSubscriptions) return false;
    this.#subscriptions += 1;
    return true;
  }

  /** @param wasKept whether it was a subscription */
  end(caller: string, wasKept: boolean): void {
    this.#operations.giveBack(caller);
    if (wasKept) this.#subscriptions -= 1;
  }

  /** Ends all connections, and takes no new ones; those that have not ended after `patienceMs` are cut off. */
  async drain(patienceMs: number): Promise<void> {
    this.#isDraining = true;
    for (const stream of this.#streams.keys()) stream.drain();
    if (this.#streams.size === 0) return;
    const cutOff = setTimeout(() => {
      for (const stream of this.#streams.keys()) stream.destroy();
    }, patienceMs);
    await new Promise<void>((resolve) => {
      this.#onEmpty = resolve;
    });
    clearTimeout(cutOff);
  }
}
