import { setMaxListeners } from 'node:events';
import { errorBody } from '@accounts-center/subgraph-kit';
import { type BufferLimits, ClientBuffer, type Message, type Sink } from './client-buffer.ts';
import type { ConnectedCaller } from './connected-caller.ts';
import type { OpenStream, OpenStreams } from './open-streams.ts';
import {
  type EventsOutcome,
  leave,
  type OperationRequest,
  type Operations,
  type Outcome,
  type RunOptions,
  type SingleOutcome,
} from './operations.ts';

/**
 * Why a client's connection ends: it has gone; it reads too slowly; its identity is no longer good; the process ends, and the
 * client should come back; or all is said.
 */
export type Ending = 'gone' | 'slow' | 'unauthenticated' | 'restart' | 'done';

/** A connection in its protocol. */
export interface Transport extends Sink {
  /** Says that the connection is still there, and finds out whether the client is; `false` when it is not. */
  beat(isBlocked: boolean): boolean;
  /** Tells the client why, and closes. @param open the operations that had not ended */
  end(why: Ending, open: readonly string[]): void;
  destroy(): void;
}

export interface StreamSettings extends BufferLimits {
  /** Operations that one connection may have under way. */
  readonly maxPerConnection: number;
  readonly heartbeatMs: number;
}

export interface StreamParts<Caller> {
  readonly operations: Operations<Caller>;
  readonly streams: OpenStreams;
  readonly settings: StreamSettings;
  /** Whose connections and operations count together, as a text. */
  readonly keyOf: (caller: Caller) => string;
}

/** Under what a client's connection and operations are counted. */
export function countedAs<Caller>(
  caller: ConnectedCaller<Caller>,
  { keyOf }: Pick<StreamParts<Caller>, 'keyOf'>,
): string {
  const now = caller.now();
  return now === undefined ? '' : keyOf(now);
}

/** An operation under way; one that is not known to be a subscription may be waiting for its only answer. */
interface Running {
  readonly controller: AbortController;
  isSubscription: boolean;
}

/** One client's connection, whatever its protocol: its operations, and what they have for it. */
export class ClientStream<Caller> implements OpenStream {
  readonly #parts: StreamParts<Caller>;
  readonly #caller: ConnectedCaller<Caller>;
  readonly #key: string;
  readonly #transport: Transport;
  readonly #buffer: ClientBuffer;
  readonly #running = new Map<string, Running>();
  readonly #heartbeat: NodeJS.Timeout;
  #isDraining = false;
  #isEnded = false;
  /** What it ends with once all that waits is sent. */
  #ending: Ending | undefined;

  constructor(parts: StreamParts<Caller>, caller: ConnectedCaller<Caller>, transport: Transport) {
    this.#parts = parts;
    this.#caller = caller;
    this.#key = countedAs(caller, parts);
    this.#transport = transport;
    this.#buffer = new ClientBuffer(transport, parts.settings, () => (parts.streams.slow.dropped += 1));
    this.#heartbeat = setInterval(() => this.#beat(), parts.settings.heartbeatMs);
    parts.streams.add(this, this.#key);
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }
  get isBlocked(): boolean {
    return this.#buffer.isBlocked;
  }
  /** Operations that may still have their only answer to come. */
  get beginning(): number {
    let count = 0;
    for (const { isSubscription } of this.#running.values()) if (!isSubscription) count += 1;
    return count;
  }

  has(operation: string): boolean {
    return this.#running.has(operation);
  }

  /** Runs an operation and sends what comes of it. Never rejects. @param onOutcome called when the request is needed no more */
  start(
    operation: string,
    request: OperationRequest,
    options?: Omit<RunOptions, 'signal'>,
    onOutcome?: () => void,
  ): Promise<void> {
    // Not awaited: that would keep the request, which may be large, for as long as its events come.
    return this.run(operation, request, options).then((outcome) => {
      onOutcome?.();
      return outcome && this.deliver(operation, outcome);
    });
  }

  /** Runs an operation; what comes of it has to be delivered. Nothing does when it was refused, or stopped meanwhile. */
  async run(
    operation: string,
    request: OperationRequest,
    options: Omit<RunOptions, 'signal'> = {},
  ): Promise<Outcome | undefined> {
    const signal = this.#begin(operation);
    if (signal === undefined) return undefined;
    const outcome = await this.#parts.operations.run(request, this.#caller, { ...options, signal });
    if (!signal.aborted) return outcome;
    if (outcome.kind === 'events') await leave(outcome.events);
    return undefined;
  }

  /** Sends the events of a subscription that was begun before there was a stream. Never rejects. */
  async adopt(operation: string, outcome: EventsOutcome): Promise<void> {
    if (this.#begin(operation)) await this.deliver(operation, outcome);
    else await leave(outcome.events);
  }

  /** Sends what came of an operation, to its end. */
  async deliver(operation: string, outcome: Outcome): Promise<void> {
    const running = this.#running.get(operation);
    if (running === undefined) return;
    const { signal } = running.controller;
    if (outcome.kind === 'single') {
      const errors = errorsOfRefusal(outcome);
      this.send(errors ? { kind: 'refused', operation, errors } : { kind: 'answer', operation, event: outcome });
      return this.stop(operation, { complete: errors === undefined });
    }
    if (!this.#parts.streams.keep()) {
      this.#refuse(operation);
      this.stop(operation);
      return leave(outcome.events);
    }
    running.isSubscription = true;
    if (this.#isDraining) return this.#endDrained();
    await this.#pump(operation, outcome, signal);
    if (signal.aborted) return;
    if (this.#caller.now() === undefined) this.end('unauthenticated');
    else this.stop(operation, { complete: true });
  }

  /** The client does not want an operation any more. */
  cancel(operation: string): void {
    this.#buffer.forget(operation);
    this.stop(operation);
  }

  /** Ends an operation, if it is there. @param complete whether the client has still to be told that it is over */
  stop(operation: string, { complete = false } = {}): void {
    const running = this.#running.get(operation);
    if (running === undefined) return;
    this.#running.delete(operation);
    this.#parts.streams.end(this.#key, running.isSubscription);
    if (complete) this.send({ kind: 'complete', operation });
    running.controller.abort();
    if (this.#isDraining) this.#endDrained();
  }

  send(message: Message): void {
    if (this.#isEnded || this.#buffer.send(message)) return;
    this.#parts.streams.slow.givenUp += 1;
    this.end('slow');
  }

  /** What waits goes on when the transport has room again. */
  flush(): void {
    this.#buffer.flush();
    if (this.#ending !== undefined && !this.#buffer.hasWaiting) this.end(this.#ending);
  }

  /** Ends once all that waits is sent. */
  finish(why: Ending): void {
    this.#ending = why;
    this.flush();
  }

  end(why: Ending): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    clearInterval(this.#heartbeat);
    const open = [...this.#running.keys()];
    for (const { controller, isSubscription } of this.#running.values()) {
      this.#parts.streams.end(this.#key, isSubscription);
      controller.abort();
    }
    this.#running.clear();
    this.#buffer.clear();
    if (why !== 'gone') this.#transport.end(why, open);
  }

  /** Has to be called when the connection is closed, for whatever reason. */
  closed(): void {
    this.end('gone');
    this.#parts.streams.delete(this);
  }

  drain(): void {
    this.#isDraining = true;
    this.#endDrained();
  }

  destroy(): void {
    this.#transport.destroy();
  }

  /** Counts an operation; nothing comes of one that is too many. */
  #begin(operation: string): AbortSignal | undefined {
    if (this.#isEnded || this.#isDraining) return undefined;
    const { streams, settings } = this.#parts;
    if (this.#running.size >= settings.maxPerConnection || !streams.begin(this.#key)) {
      this.#refuse(operation);
      return undefined;
    }
    const controller = new AbortController();
    setMaxListeners(0, controller.signal); // one for each call of a subgraph
    this.#running.set(operation, { controller, isSubscription: false });
    return controller.signal;
  }

  #refuse(operation: string): void {
    const { errors } = errorBody('There are too many operations open.', 'TOO_MANY_SUBSCRIPTIONS');
    this.send({ kind: 'refused', operation, errors });
  }

  /** Queries and mutations that were begun get their answers first. */
  #endDrained(): void {
    if (this.beginning === 0) this.finish('restart');
  }

  async #pump(operation: string, { events }: EventsOutcome, signal: AbortSignal): Promise<void> {
    const iterator = events[Symbol.asyncIterator]();
    // It may be waiting for its next event.
    signal.addEventListener('abort', () => void iterator.return?.(), { once: true });
    try {
      for (;;) {
        const next = await iterator.next();
        if (next.done === true) return;
        // What is kept for a client need not come faster than it reads.
        while (next.value.isKept && this.#buffer.isBlocked && !signal.aborted) await this.#buffer.whenRoom();
        if (signal.aborted) return;
        if (this.#caller.now() === undefined) return this.end('unauthenticated');
        this.send({ kind: 'next', operation, event: next.value });
      }
    } catch {
      // Events end, they don't fail; of one that does all the same, the client learns that it is over.
    }
  }

  #beat(): void {
    if (this.#caller.now() === undefined) return this.end('unauthenticated');
    const { isBlocked } = this.#buffer;
    if (this.#transport.beat(isBlocked)) return;
    if (isBlocked) this.#parts.streams.slow.givenUp += 1;
    this.#transport.destroy();
  }
}

/** What is wrong with an operation that was refused before anything of it was done. */
function errorsOfRefusal({ httpStatus = 200, result }: SingleOutcome): readonly object[] | undefined {
  if (httpStatus < 400) return undefined;
  const { data, errors } = JSON.parse(result.toString()) as { data?: unknown; errors?: readonly object[] };
  return data === undefined ? errors : undefined;
}
