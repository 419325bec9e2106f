import { setImmediate } from 'node:timers/promises';
import type { SourceEvent, SubscriptionEvent } from '../engine-options.ts';
import { Backlog } from './backlog.ts';
import { Deadlines } from './deadline.ts';
import { EventQueue } from './event-queue.ts';
import type { PlannedEvent } from './event-resolution.ts';
import type { EventPlan, EventReader } from './resolve-event.ts';
import type { SharedSource, SourceListener } from './shared-source.ts';
import { replayAhead, slowClients } from './slow-clients.ts';
import type { Shared, Subscriber, SubscriptionHost } from './subscription-host.ts';

/** So many clients are handed an event before others get their turn. */
const CLIENTS_PER_TURN = 64;

/** What a source has told; who takes it later may not be the only one. */
type Told = (listener: { tellGap(): void } & SourceListener) => void;

const GAP: Told = (listener) => listener.tellGap();

/** Equal subscriptions: each event is resolved and written once for all of them, and reaches them in the order in which it came. */
export class SharedSubscription<Caller> implements SourceListener {
  readonly shared: Shared;
  /** Whether somebody may join who has had no event before. */
  isLive: boolean;
  plan: EventPlan;
  readonly #host: SubscriptionHost<Caller>;
  readonly #subscribers = new Set<Subscriber<Caller>>();
  readonly #queue: EventQueue<PlannedEvent, SubscriptionEvent | undefined>;
  readonly #deadlines = new Deadlines();
  #source: SharedSource | undefined;
  /** What came since its clients are to part. */
  #kept: Backlog<Told> | undefined;
  #position: string | undefined;
  #accepted: string | undefined;
  /** Of the last event that was handed to its clients. */
  #resultBytes: number | undefined;
  #turn: string | undefined;
  #isEnding = false;
  #isClosed = false;
  #last: SubscriptionEvent | undefined;

  /** @param lastEventId of who comes back */
  constructor(shared: Shared, plan: EventPlan, lastEventId: string | undefined, host: SubscriptionHost<Caller>) {
    this.shared = shared;
    this.plan = plan;
    this.isLive = lastEventId === undefined;
    this.#position = lastEventId;
    this.#accepted = lastEventId;
    this.#host = host;
    this.#queue = new EventQueue<PlannedEvent, SubscriptionEvent | undefined>({
      limit: host.events.maxWaitingEvents,
      resolve: (entry) => this.#resolve(entry),
      hand: (result, entry) => this.#hand(result, entry?.event.id),
      onRest: () => this.#rest(),
      onError: (error) => this.#fail(error),
    });
  }

  /** The event up to which its clients were told. */
  get position(): string | undefined {
    return this.#position;
  }

  get size(): number {
    return this.#subscribers.size;
  }

  get isIdle(): boolean {
    return this.#queue.isAtRest && !this.#isEnding && !this.isParting;
  }

  /** Whether its clients go on by themselves, each as soon as it can: nobody may join it. */
  get isParting(): boolean {
    return this.#kept !== undefined;
  }

  /**
   * Listens to a source from now on, and no longer to the one before.
   * @param like who has heard as much of it, if somebody has
   */
  listenTo(source: SharedSource, like?: SourceListener): void {
    const former = this.#source;
    this.#source = source;
    source.add(this, like);
    former?.remove(this);
  }

  /** The last event that it took from its source. */
  get accepted(): string | undefined {
    return this.#accepted;
  }

  add(subscriber: Subscriber<Caller>): void {
    subscriber.subscription = this;
    this.#subscribers.add(subscriber);
    const turn = this.#host.callers.turnOf(subscriber.caller);
    // What is of several has turns of its own: nobody waits behind all else that another of them has.
    this.#turn = this.#turn === undefined || this.#turn === turn ? turn : `shared:${this.shared.key}`;
  }

  /** Takes a client out; without any, the subscription ends. */
  remove(subscriber: Subscriber<Caller>): void {
    this.#subscribers.delete(subscriber);
    if (this.#subscribers.size === 0) this.#close();
  }

  /** Hands all clients over to an equal subscription that has told them as much. */
  mergeInto(other: SharedSubscription<Caller>): void {
    for (const subscriber of this.#subscribers) other.add(subscriber);
    other.isLive ||= this.isLive;
    this.#subscribers.clear();
    this.#close();
  }

  /** Lets each client go on by itself once it has had what waits. What comes until then is kept for it. */
  part(): void {
    if (this.isParting || this.#isEnding || this.#isClosed) return;
    this.#kept = new Backlog<Told>(this.#host.events.maxWaitingEvents, GAP);
    this.#queue.goOn();
  }

  /** Lets the subscription of a client that parts hear what was kept for it, and what is still to come. */
  bequeathTo(heir: SharedSubscription<Caller>): void {
    if (this.#source) heir.listenTo(this.#source, this);
    for (const told of this.#kept ?? []) told(heir);
  }

  /** Tells that events were missed. */
  tellGap(): void {
    this.#queue.push(undefined);
  }

  take(event: SourceEvent, isShared: boolean): void {
    if (this.#isEnding || this.#isClosed) return;
    if (this.#kept) return this.#kept.push((heir) => heir.take(event, true));
    if (event.id !== undefined) this.#accepted = event.id;
    this.#queue.push(event.answer ? { plan: this.plan, event, isShared } : undefined);
  }

  /**
   * Resolves when there is room for an event of a replay; not while its clients part. Nobody waits for a client that reads more
   * slowly: it is let go, and comes back for what it was not told when it has read what it was.
   */
  async whenRoom(): Promise<void> {
    if (this.isParting) return new Promise(() => undefined);
    const most = Math.min(replayAhead(this.#resultBytes), this.#host.events.maxWaitingEvents);
    const slow = await slowClients(this.#subscribers, this.#queue, most);
    if (this.isParting || this.#isClosed) return;
    for (const subscriber of slow) {
      const position = this.#position;
      subscriber.subscription = undefined;
      this.remove(subscriber);
      void subscriber.stream.whenEmpty().then(() => this.#host.move(subscriber, this.shared, position));
    }
  }

  sourceEnded(): void {
    if (this.#kept) this.#kept.push((heir) => heir.sourceEnded());
    else this.end(undefined);
  }

  /** Ends, after what waits. @param last what clients are told then */
  end(last: SubscriptionEvent | undefined): void {
    this.#isEnding = true;
    this.#last = last;
    this.#queue.goOn();
  }

  /** Ends at once. */
  stop(): void {
    for (const { stream } of this.#subscribers) stream.end();
    this.#subscribers.clear();
    this.#close();
  }

  /** Somebody for whom the subscription may be resolved now. Never throws. */
  callerNow(): Caller | undefined {
    try {
      for (const subscriber of this.#subscribers) {
        const caller = this.#host.callers.now(subscriber);
        if (caller !== undefined && this.#isOfSameIdentity(caller, subscriber)) return caller;
      }
    } catch (error) {
      this.#host.failed(error);
    }
    return undefined;
  }

  /**
   * Does work for one of its clients when its turn has come, in the time that an event may take, and for as long as there are clients.
   * @returns nothing where nobody's identity is good any more
   */
  forCaller<T>(work: (reader: EventReader<Caller>) => Promise<T>): Promise<T | undefined> {
    const { events } = this.#host;
    return events.inTurn(async () => {
      const caller = this.callerNow();
      if (caller === undefined) return undefined;
      return this.#deadlines.within(events.timeoutMs, (signal) => work({ caller, signal }));
    }, this.#turn ?? '');
  }

  #isOfSameIdentity(caller: Caller, subscriber: Subscriber<Caller>): boolean {
    return caller === subscriber.caller || this.#host.callers.identityOf(caller, this.plan) === this.shared.identity;
  }

  #rest(): void {
    if (this.#isEnding) this.#finish();
    else if (this.isParting) this.#letGo().catch((error) => this.#fail(error));
    else if (!this.#isClosed) this.#host.idle(this);
  }

  /** What an event is resolved to; nothing where nobody may have it any more. */
  #resolve(event: PlannedEvent): Promise<SubscriptionEvent | undefined> {
    return this.forCaller((reader) => this.#host.events.resolve(event, reader));
  }

  /** Hands an event to all who were there when it was resolved, and are still. */
  async #hand(event: SubscriptionEvent | undefined, id: string | undefined): Promise<void> {
    const before = this.#position;
    if (id !== undefined) this.#position = id;
    if (event) this.#resultBytes = event.result.length;
    await this.#forEach((subscriber) => {
      if (this.#mayHave(subscriber, before)) subscriber.stream.push(event ?? this.#host.events.gap);
    });
  }

  /** Does something with all who are there, and are still when it is their turn: so many in a turn of the event loop. */
  async #forEach(work: (subscriber: Subscriber<Caller>) => void): Promise<void> {
    let count = 0;
    const present = Array.from(this.#subscribers);
    for (const subscriber of present) {
      if (!this.#subscribers.has(subscriber)) continue;
      work(subscriber);
      count += 1;
      if (count % CLIENTS_PER_TURN === 0) await setImmediate();
    }
  }

  /** Asks whether a client's identity is still good. One with another identity goes on elsewhere, one without ends. */
  #mayHave(subscriber: Subscriber<Caller>, before: string | undefined): boolean {
    const caller = this.#host.callers.now(subscriber);
    const isSame = caller !== undefined && this.#isOfSameIdentity(caller, subscriber);
    if (caller !== undefined) subscriber.caller = caller;
    if (isSame) return true;
    subscriber.subscription = undefined;
    if (caller === undefined) {
      subscriber.stream.push(this.#host.callers.unauthenticated());
      subscriber.stream.end();
    } else this.#host.move(subscriber, this.shared, before);
    this.remove(subscriber);
    return false;
  }

  #letGo(): Promise<void> {
    return this.#forEach((subscriber) => {
      if (this.#mayHave(subscriber, this.#position)) this.#host.part(subscriber, this);
    });
  }

  /** What nobody expects to fail has failed: nobody may get what may be wrong. */
  #fail(error: unknown): void {
    this.#host.failed(error);
    this.stop();
  }

  #finish(): void {
    for (const { stream } of this.#subscribers) {
      if (this.#last) stream.push(this.#last);
      stream.end();
    }
    this.#subscribers.clear();
    this.#close();
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#queue.clear();
    this.#deadlines.abort();
    this.#source?.remove(this);
    this.#source = undefined;
    this.#host.ended(this);
  }
}
