import type { SubscriptionEvent } from '../engine/engine-options.ts';

/** What a client is sent about one of its operations. */
export type Message =
  | { readonly kind: 'next'; readonly operation: string; readonly event: SubscriptionEvent }
  /** The only result of a query or a mutation. It is written like an event, but never dropped. */
  | { readonly kind: 'answer'; readonly operation: string; readonly event: SubscriptionEvent }
  /** The operation was not begun. */
  | { readonly kind: 'refused'; readonly operation: string; readonly errors: readonly object[] }
  | { readonly kind: 'complete'; readonly operation: string }
  /** Whatever else a protocol says. */
  | { readonly kind: 'other'; readonly text: string };

/** The way out to a client: a response, or a WebSocket. */
export interface Sink {
  /** What was written and is still in this process. */
  readonly unsentBytes: number;
  /** @param missed how many events before a `next` were dropped */
  write(message: Message, missed: number): void;
}

export interface BufferLimits {
  /** Events that a client has not taken yet. */
  readonly maxWaitingEvents: number;
  /** Bytes of them. */
  readonly maxWaitingBytes: number;
  readonly whenSlow: 'drop-oldest' | 'close';
}

/** With so much unsent, more waits here, where it can be dropped, and where equal events are one. */
const ENOUGH_UNSENT_BYTES = 64 * 1024;
/** About what a message takes besides its event. */
const MESSAGE_BYTES = 128;

/**
 * What one client has still to be sent. It holds no more than its limits: of a client that reads too slowly the oldest events are
 * dropped, or it is given up.
 */
export class ClientBuffer {
  readonly #sink: Sink;
  readonly #limits: BufferLimits;
  readonly #waiting: Message[] = [];
  /** Events dropped, by operation, of which the client has still to hear. */
  readonly #missed = new Map<string, number>();
  readonly #onDrop: () => void;
  #onRoom: (() => void)[] = [];
  #bytes = 0;
  #events = 0;

  /** @param onDrop is told of each event that is dropped */
  constructor(sink: Sink, limits: BufferLimits, onDrop: () => void = () => undefined) {
    this.#sink = sink;
    this.#limits = limits;
    this.#onDrop = onDrop;
  }

  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Whether what comes next has to wait. */
  get isBlocked(): boolean {
    return this.#waiting.length > 0 || this.#sink.unsentBytes >= ENOUGH_UNSENT_BYTES;
  }

  /** Resolves when it is not blocked any more, or was cleared; another may have been quicker. */
  whenRoom(): Promise<void> {
    return new Promise((resolve) => this.#onRoom.push(resolve));
  }

  /** Sends a message, now or when there is room; `false` when the client is too slow for that. */
  send(message: Message): boolean {
    if (!this.isBlocked) {
      this.#write(message);
      return true;
    }
    const bytes = bytesIn(message);
    while (this.#isFullWith(message, bytes)) {
      if (this.#limits.whenSlow === 'close' || !this.#dropOldest()) return false;
    }
    this.#count(message, 1);
    this.#waiting.push(message);
    return true;
  }

  /** Goes on when the sink has room again. */
  flush(): void {
    while (this.#waiting.length > 0 && this.#sink.unsentBytes < ENOUGH_UNSENT_BYTES) {
      const message = this.#waiting.shift() as Message;
      this.#count(message, -1);
      this.#write(message);
    }
    if (!this.isBlocked) this.#goOn();
  }

  /** Leaves out what waits of an operation that the client does not want any more. */
  forget(operation: string): void {
    this.#missed.delete(operation);
    for (let at = this.#waiting.length - 1; at >= 0; at -= 1) {
      const message = this.#waiting[at] as Message;
      if (message.kind === 'other' || message.operation !== operation) continue;
      this.#waiting.splice(at, 1);
      this.#count(message, -1);
    }
  }

  clear(): void {
    this.#waiting.length = 0;
    this.#missed.clear();
    this.#bytes = 0;
    this.#events = 0;
    this.#goOn();
  }

  #goOn(): void {
    for (const goOn of this.#onRoom.splice(0)) goOn();
  }

  #write(message: Message): void {
    const missed = message.kind === 'next' ? (this.#missed.get(message.operation) ?? 0) : 0;
    if (message.kind !== 'other') this.#missed.delete(message.operation);
    this.#sink.write(message, missed);
  }

  /** One that is alone may be larger than all are allowed to be. */
  #isFullWith(message: Message, bytes: number): boolean {
    const { maxWaitingEvents, maxWaitingBytes } = this.#limits;
    if (message.kind === 'next' && this.#events >= maxWaitingEvents) return true;
    return this.#waiting.length > 0 && this.#bytes + bytes > maxWaitingBytes;
  }

  #dropOldest(): boolean {
    const at = this.#waiting.findIndex(({ kind }) => kind === 'next');
    const [dropped] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (dropped?.kind !== 'next') return false;
    this.#count(dropped, -1);
    this.#onDrop();
    this.#missed.set(dropped.operation, (this.#missed.get(dropped.operation) ?? 0) + 1);
    return true;
  }

  #count(message: Message, by: 1 | -1): void {
    this.#bytes += by * bytesIn(message);
    if (message.kind === 'next') this.#events += by;
  }
}

function bytesIn(message: Message): number {
  if (message.kind === 'next' || message.kind === 'answer') return MESSAGE_BYTES + message.event.result.length;
  if (message.kind === 'refused') return MESSAGE_BYTES + JSON.stringify(message.errors).length;
  return MESSAGE_BYTES + (message.kind === 'other' ? message.text.length : 0);
}
