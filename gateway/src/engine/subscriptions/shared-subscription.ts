import { setImmediate } from 'node:timers/promises';
import type { SourceEvent, SubscriptionEvent } from '../engine-options.ts';
import { copiesOf } from '../execute/in-flight.ts';
import { Backlog } from './backlog.ts';
import { Deadline } from './deadline.ts';
import type { EventPlan } from './resolve-event.ts';
import type { SharedSource, SourceListener } from './shared-source.ts';
import type { Shared, Subscriber, SubscriptionHost } from './subscription-host.ts';

/** Events of one subscription that are resolved at the same time. */
const UNDER_WAY = 8;
/** So many clients are handed an event before others get their turn. */
const CLIENTS_PER_TURN = 64;

interface Entry {
  readonly plan: EventPlan;
  readonly event: SourceEvent;
  readonly isShared: boolean;
}

/** What a source has told; who takes it later may not be the only one. */
type Told = (listener: { tellGap(): void } & SourceListener) => void;

const GAP: Told = (listener) => listener.tellGap();

function copyOfEvent(event: SourceEvent): SourceEvent {
  if (!event.answer) return event;
  const [, answer] = copiesOf(event.answer, 2);
  return { ...event, ...(answer && { answer }) };
}

/** Equal subscriptions: each event is resolved and written once for all of them, and reaches them in the order in which it came. */
export class SharedSubscription<Caller> implements SourceListener {
  readonly shared: Shared;
  /** Whether somebody may join who has had no event before. */
  isLive: boolean;
  plan: EventPlan;
  readonly #host: SubscriptionHost<Caller>;
  readonly #subscribers = new Set<Subscriber<Caller>>();
  readonly #waiting: Backlog<Entry | undefined>;
  readonly #deadlines = new Set<Deadline>();
  #source: SharedSource | undefined;
  /** What came since its clients are to part. */
  #kept: Backlog<Told> | undefined;
  #position: string | undefined;
  #accepted: string | undefined;
  #underWay = 0;
  #turn: string | undefined;
  #handed: Promise<void> = Promise.resolve();
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
    // A gap is an entry without an event.
    this.#waiting = new Backlog<Entry | undefined>(host.maxWaitingEvents, undefined);
  }

  /** The event up to which its clients were told. */
  get position(): string | undefined {
    return this.#position;
  }

  get size(): number {
    return this.#subscribers.size;
  }

  get isIdle(): boolean {
    return this.#underWay === 0 && this.#waiting.length === 0 && !this.#isEnding && !this.isParting;
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
    const turn = this.#host.turnOf(subscriber.caller);
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
    this.#kept = new Backlog<Told>(this.#host.maxWaitingEvents, GAP);
    this.#resolveNext();
  }

  /** Lets the subscription of a client that parts hear what was kept for it, and what is still to come. */
  bequeathTo(heir: SharedSubscription<Caller>): void {
    if (this.#source) heir.listenTo(this.#source, this);
    for (const told of this.#kept ?? []) told(heir);
  }

  /** Tells that events were missed. */
  tellGap(): void {
    this.#waiting.push(undefined);
    this.#resolveNext();
  }

  take(event: SourceEvent, isShared: boolean): void {
    if (this.#isEnding || this.#isClosed) return;
    if (this.#kept) return this.#kept.push((heir) => heir.take(event, true));
    if (event.id !== undefined) this.#accepted = event.id;
    this.#waiting.push(event.answer ? { plan: this.plan, event, isShared } : undefined);
    this.#resolveNext();
  }

  sourceEnded(): void {
    if (this.#kept) this.#kept.push((heir) => heir.sourceEnded());
    else this.end(undefined);
  }

  /** Ends, after what waits. @param last what clients are told then */
  end(last: SubscriptionEvent | undefined): void {
    this.#isEnding = true;
    this.#last = last;
    this.#resolveNext();
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
        const caller = this.#host.callerNow(subscriber);
        if (caller !== undefined && this.#isOfSameIdentity(caller, subscriber)) return caller;
      }
    } catch (error) {
      this.#host.failed(error);
    }
    return undefined;
  }

  #isOfSameIdentity(caller: Caller, subscriber: Subscriber<Caller>): boolean {
    return caller === subscriber.caller || this.#host.identityOf(caller, this.plan) === this.shared.identity;
  }

  #resolveNext(): void {
    while (this.#underWay < UNDER_WAY && this.#waiting.length > 0) {
      const entry = this.#waiting.shift();
      const result = entry ? this.#resolve(entry).catch((error) => this.#fail(error)) : Promise.resolve(undefined);
      this.#underWay += 1;
      this.#handed = this.#handed
        .then(async () => this.#hand(await result, entry?.event.id))
        .catch((error) => this.#fail(error))
        .then(() => {
          this.#underWay -= 1;
          this.#resolveNext();
        });
    }
    if (this.#underWay > 0 || this.#waiting.length > 0) return;
    if (this.#isEnding) this.#finish();
    else if (this.isParting) this.#letGo();
    else if (!this.#isClosed) this.#host.idle(this);
  }

  /** What an event is resolved to, when its turn has come; nothing where nobody may have it any more. */
  #resolve({ plan, event, isShared }: Entry): Promise<SubscriptionEvent | undefined> {
    return this.#host.inTurn(async () => {
      const caller = this.callerNow();
      if (caller === undefined) return undefined;
      const deadline = new Deadline(this.#host.eventTimeoutMs);
      this.#deadlines.add(deadline);
      const result = await this.#host.resolve(plan, isShared ? copyOfEvent(event) : event, {
        caller,
        signal: deadline,
      });
      deadline.end();
      this.#deadlines.delete(deadline);
      return result;
    }, this.#turn ?? '');
  }

  /** Hands an event to all who were there when it was resolved, and are still. */
  async #hand(event: SubscriptionEvent | undefined, id: string | undefined): Promise<void> {
    const before = this.#position;
    if (id !== undefined) this.#position = id;
    let count = 0;
    const present = Array.from(this.#subscribers);
    for (const subscriber of present) {
      if (!this.#subscribers.has(subscriber)) continue;
      if (this.#mayHave(subscriber, before)) subscriber.stream.push(event ?? this.#host.gap);
      count += 1;
      if (count % CLIENTS_PER_TURN === 0) await setImmediate();
    }
  }

  /** Asks whether a client's identity is still good. One with another identity goes on elsewhere, one without ends. */
  #mayHave(subscriber: Subscriber<Caller>, before: string | undefined): boolean {
    const caller = this.#host.callerNow(subscriber);
    const isSame = caller !== undefined && this.#isOfSameIdentity(caller, subscriber);
    if (caller !== undefined) subscriber.caller = caller;
    if (isSame) return true;
    subscriber.subscription = undefined;
    if (caller === undefined) {
      subscriber.stream.push(this.#host.unauthenticated());
      subscriber.stream.end();
    } else this.#host.move(subscriber, this.shared, before);
    this.remove(subscriber);
    return false;
  }

  #letGo(): void {
    for (const subscriber of Array.from(this.#subscribers))
      if (this.#mayHave(subscriber, this.#position)) this.#host.part(subscriber, this);
  }

  /** What nobody expects to fail has failed: nobody may get what may be wrong. */
  #fail(error: unknown): undefined {
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
    this.#waiting.clear();
    for (const deadline of this.#deadlines) deadline.abort();
    this.#source?.remove(this);
    this.#source = undefined;
    this.#host.ended(this);
  }
}
