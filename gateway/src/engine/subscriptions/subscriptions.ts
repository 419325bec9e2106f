import { setImmediate } from 'node:timers/promises';
import { unauthenticated } from '@accounts-center/subgraph-kit';
import { GraphQLError } from 'graphql';
import { Admission } from '../../admission.ts';
import { grantsFrom } from '../authorise/decide-access.ts';
import { planAsOfNow } from '../authorise/plan-as-of-now.ts';
import type { EngineContext, EngineOptions, SourceEvent, SubscriptionEvent } from '../engine-options.ts';
import type { InFlight } from '../execute/in-flight.ts';
import type { PreparationParts } from '../prepare-request.ts';
import type { SchemaVersion } from '../schema-version.ts';
import { Deadline } from './deadline.ts';
import { EventStream } from './event-stream.ts';
import { hashOf } from './hash-of.ts';
import { isTooLarge } from './is-too-large.ts';
import { missedEvents, needsStream, notSupported, tooLarge } from './refusals.ts';
import { dependsOnPolicies, type Replanned, replan } from './replan.ts';
import { type EventPlan, type EventReader, errorEvent, type ResolutionParts, resolveEvent } from './resolve-event.ts';
import { isSameService, isSameSource, SharedSources } from './shared-sources.ts';
import { SharedSubscription } from './shared-subscription.ts';
import type { Shared, Subscriber, SubscriptionHost, Wanted } from './subscription-host.ts';

const MAX_WAITING_EVENTS = 64;
const EVENT_TIMEOUT_MS = 30_000;
/** So many events are resolved at the same time, whatever else there is to do. */
const ALWAYS_UNDER_WAY = 64;

export interface SubscriptionParts<Caller>
  extends PreparationParts<Caller>,
    Pick<EngineOptions<Caller>, 'sources' | 'identityOf' | 'grantsOf'>,
    Omit<ResolutionParts<Caller>, 'calls'> {}

/** Plans by subscription, made before the version that they are for takes over. */
export type ReadyPlans<Caller> = ReadonlyMap<SharedSubscription<Caller>, Replanned>;

/** What is open: subscriptions that differ, the sources of their events, and their clients. */
export interface SubscriptionCounts {
  readonly sources: number;
  readonly subscriptions: number;
  readonly clients: number;
}

/** All subscriptions that are open. */
export class Subscriptions<Caller> implements SubscriptionHost<Caller> {
  readonly gap: SubscriptionEvent;
  readonly maxWaitingEvents: number;
  readonly eventTimeoutMs: number;
  readonly #parts: SubscriptionParts<Caller>;
  readonly #resolution: ResolutionParts<Caller>;
  readonly #sources: SharedSources<Caller>;
  readonly #shared = new Map<string, Set<SharedSubscription<Caller>>>();
  readonly #admission = new Admission(ALWAYS_UNDER_WAY);
  #version: SchemaVersion;
  #count = 0;
  #isStopped = false;

  /** @param version that serves */
  constructor(version: SchemaVersion, parts: SubscriptionParts<Caller>) {
    const { options } = parts;
    this.#version = version;
    this.#parts = parts;
    this.#resolution = { ...parts, calls: new WeakMap<object, InFlight>() };
    this.#sources = new SharedSources(parts);
    this.maxWaitingEvents = options.maxWaitingEvents ?? MAX_WAITING_EVENTS;
    this.eventTimeoutMs = options.eventTimeoutMs ?? EVENT_TIMEOUT_MS;
    this.gap = errorEvent(missedEvents(), options);
  }

  get counts(): SubscriptionCounts {
    const all = this.#all();
    const clients = all.reduce((sum, { size }) => sum + size, 0);
    return { sources: this.#sources.size, subscriptions: all.length, clients };
  }

  /** Begins a subscription. @returns errors where it is refused */
  begin(wanted: Wanted, plan: EventPlan, context: EngineContext<Caller>): { readonly errors: readonly GraphQLError[] } {
    const { subscription: request, caller, signal } = context;
    if (!request) return { errors: [needsStream()] };
    if (!this.#parts.sources || this.#isStopped) return { errors: [notSupported()] };
    if (isTooLarge(wanted, plan)) return { errors: [tooLarge()] };
    if (signal?.aborted) return { errors: [new GraphQLError('Nobody waits for the answer any more.')] };
    const leave = (): void => subscriber.subscription?.remove(subscriber);
    const stream = new EventStream<SubscriptionEvent>({ limit: this.maxWaitingEvents, gap: this.gap, onLeave: leave });
    const subscriber: Subscriber<Caller> = { request, stream, caller, subscription: undefined };
    this.#join(subscriber, wanted, plan, request.lastEventId);
    signal?.addEventListener('abort', () => void stream.return());
    request.accept(stream);
    return { errors: [] };
  }

  /** Plans what is open for a version that is to take over. Each waits for its turn to be planned. */
  async planFor(version: SchemaVersion): Promise<ReadyPlans<Caller>> {
    const ready = new Map<SharedSubscription<Caller>, Replanned>();
    for (const subscription of this.#all()) {
      const plan = await this.#replanned(subscription, version);
      if (plan) ready.set(subscription, plan);
    }
    return ready;
  }

  /** Moves what is open to another version; what has no plan for it yet follows. */
  takeOver(version: SchemaVersion, ready: ReadyPlans<Caller>): void {
    this.#version = version;
    for (const subscription of this.#all()) {
      const plan = ready.get(subscription);
      if (plan) this.#changePlan(subscription, plan);
      else void this.#follow(subscription);
    }
  }

  /** Ends all, and begins no more. */
  stop(): void {
    this.#isStopped = true;
    for (const subscription of this.#all()) subscription.stop();
  }

  inTurn<T>(work: () => Promise<T>, turn: string): Promise<T> {
    return this.#admission.run(work, turn);
  }

  turnOf(caller: Caller): string {
    return this.#parts.turnOf?.(caller) ?? '';
  }

  async resolve(plan: EventPlan, event: SourceEvent, reader: EventReader<Caller>): Promise<SubscriptionEvent> {
    // Where nothing is fetched, nobody else would get a turn.
    if (plan.prepared.parts.length === 0) await setImmediate();
    const now = await planAsOfNow(plan, reader, this.#parts);
    if (!(now instanceof GraphQLError)) return resolveEvent(now, event, reader, this.#resolution);
    return { ...errorEvent(now, this.#parts.options), ...(event.id !== undefined && { id: event.id }) };
  }

  callerNow({ request }: Subscriber<Caller>): Caller | undefined {
    try {
      return request.callerNow();
    } catch (error) {
      this.#parts.log.error({ err: error }, 'It can not be told whether an identity is still good');
      return undefined;
    }
  }

  /** What subgraphs see, what the caller may read, and whose events come. */
  identityOf(caller: Caller, { prepared }: EventPlan): string | undefined {
    const identity = this.#parts.identityOf?.(caller);
    if (identity === undefined) return undefined;
    const { isAuthenticated, scopes } = grantsFrom(caller, this.#parts);
    const audience = this.#parts.sources?.audienceOf?.(prepared.subscription?.service ?? '', caller);
    return hashOf([identity, audience, isAuthenticated, [...scopes].sort()]);
  }

  unauthenticated(): SubscriptionEvent {
    return errorEvent(unauthenticated('The sign-in has expired or was ended.'), this.#parts.options);
  }

  move(subscriber: Subscriber<Caller>, wanted: Wanted, lastEventId: string | undefined): void {
    this.#moved(subscriber, wanted, lastEventId).catch((error) => {
      this.failed(error);
      subscriber.stream.end();
    });
  }

  part(subscriber: Subscriber<Caller>, from: SharedSubscription<Caller>): void {
    this.inTurn(() => this.#parted(subscriber, from), this.turnOf(subscriber.caller))
      .catch((error) => {
        this.failed(error);
        subscriber.stream.end();
      })
      .finally(() => from.remove(subscriber));
  }

  /** Equal subscriptions that have told as much become one. */
  idle(subscription: SharedSubscription<Caller>): void {
    const { position, plan } = subscription;
    const alike = this.#shared.get(subscription.shared.key);
    if (position === undefined || alike === undefined || alike.size < 2) return;
    for (const other of alike) {
      const isEqual = other !== subscription && other.isIdle && other.position === position;
      if (!isEqual || other.plan.version !== plan.version) continue;
      if (other.size < subscription.size) other.mergeInto(subscription);
      else subscription.mergeInto(other);
      return;
    }
  }

  failed(error: unknown): void {
    this.#parts.log.error({ err: error }, 'A subscription failed');
  }

  ended(subscription: SharedSubscription<Caller>): void {
    const { key } = subscription.shared;
    const alike = this.#shared.get(key);
    alike?.delete(subscription);
    if (alike?.size === 0) this.#shared.delete(key);
  }

  #all(): SharedSubscription<Caller>[] {
    return [...this.#shared.values()].flatMap((alike) => [...alike]);
  }

  #join(subscriber: Subscriber<Caller>, wanted: Wanted, plan: EventPlan, lastEventId: string | undefined): void {
    const { caller } = subscriber;
    const shared = this.#sharedBy(caller, wanted, plan);
    for (const known of this.#shared.get(shared.key) ?? []) {
      if (known.isParting || (lastEventId === undefined ? !known.isLive : known.position !== lastEventId)) continue;
      known.add(subscriber);
      return;
    }
    const subscription = this.#open(shared, plan, lastEventId);
    subscription.add(subscriber);
    subscription.listenTo(this.#sources.sourceFor(plan, caller, lastEventId));
    if (plan.version !== this.#version) void this.#follow(subscription);
  }

  #sharedBy(caller: Caller, { operation, values }: Wanted, plan: EventPlan): Shared {
    const identity = this.identityOf(caller, plan);
    const isPrivate = identity === undefined || dependsOnPolicies(plan.version, operation);
    const key = isPrivate ? String(this.#count++) : hashOf([operation.text, values, identity]);
    return { operation, values, key, identity, isPrivate };
  }

  #open(shared: Shared, plan: EventPlan, lastEventId: string | undefined): SharedSubscription<Caller> {
    const subscription = new SharedSubscription(shared, plan, lastEventId, this);
    const alike = this.#shared.get(shared.key) ?? new Set<SharedSubscription<Caller>>();
    this.#shared.set(shared.key, alike.add(subscription));
    return subscription;
  }

  async #moved(subscriber: Subscriber<Caller>, wanted: Wanted, lastEventId: string | undefined): Promise<void> {
    const plan = await this.#planNow(subscriber, wanted);
    if (!plan) return;
    if (lastEventId === undefined) subscriber.stream.push(this.gap);
    this.#join(subscriber, wanted, plan, lastEventId);
  }

  async #parted(subscriber: Subscriber<Caller>, from: SharedSubscription<Caller>): Promise<void> {
    const plan = await this.#planNow(subscriber, from.shared);
    if (!plan) return;
    const { caller } = subscriber;
    const { position } = from;
    const heir = this.#open(this.#sharedBy(caller, from.shared, plan), plan, position);
    heir.isLive = from.isLive;
    heir.add(subscriber);
    if (isSameSource(from.plan, plan)) from.bequeathTo(heir);
    else this.#changeSource(heir, caller, position);
  }

  /** A plan for one client, on the version of now. Nothing where the client has gone, or was told why there is none. */
  async #planNow({ stream, caller }: Subscriber<Caller>, wanted: Wanted): Promise<EventPlan | undefined> {
    const deadline = new Deadline(this.eventTimeoutMs);
    let version: SchemaVersion;
    let plan: Replanned['plan'];
    do {
      version = this.#version;
      ({ plan } = await replan(version, wanted, caller, this.#parts, deadline));
    } while (version !== this.#version);
    deadline.end();
    const isWanted = !stream.isOver && !this.#isStopped;
    if (isWanted && !(plan instanceof GraphQLError)) return plan;
    if (plan instanceof GraphQLError) stream.push(errorEvent(plan, this.#parts.options));
    stream.end();
    return undefined;
  }

  async #follow(subscription: SharedSubscription<Caller>): Promise<void> {
    const version = this.#version;
    const plan = await this.#replanned(subscription, version);
    if (plan && version === this.#version) this.#changePlan(subscription, plan);
  }

  /** Nothing for a subscription of which nobody's identity is good any more: its next event ends it. */
  async #replanned(subscription: SharedSubscription<Caller>, version: SchemaVersion): Promise<Replanned | undefined> {
    const caller = subscription.callerNow();
    return caller === undefined ? undefined : replan(version, subscription.shared, caller, this.#parts);
  }

  #changePlan(subscription: SharedSubscription<Caller>, { plan, isPrivate }: Replanned): void {
    if (subscription.isParting) return;
    if (isPrivate && !subscription.shared.isPrivate) return subscription.part();
    if (plan instanceof GraphQLError) return subscription.end(errorEvent(plan, this.#parts.options));
    const { plan: former, accepted } = subscription;
    // Those who were the same to one service may not be to another.
    if (!isSameService(former, plan)) return subscription.part();
    const caller = subscription.callerNow();
    subscription.plan = plan;
    if (!isSameSource(former, plan) && caller !== undefined) this.#changeSource(subscription, caller, accepted);
  }

  #changeSource(subscription: SharedSubscription<Caller>, caller: Caller, lastEventId: string | undefined): void {
    subscription.listenTo(this.#sources.sourceFor(subscription.plan, caller, lastEventId));
    // Without an id to go on from, it can't be told whether anything came between.
    if (lastEventId === undefined) subscription.tellGap();
  }
}
