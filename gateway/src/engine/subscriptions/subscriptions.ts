import { GraphQLError } from 'graphql';
import type { EngineContext, EngineOptions, SubscriptionEvent } from '../engine-options.ts';
import type { SchemaVersion } from '../schema-version.ts';
import { type CallerParts, Callers } from './callers.ts';
import { EventResolution, type EventResolutionParts } from './event-resolution.ts';
import { EventStream } from './event-stream.ts';
import { hashOf } from './hash-of.ts';
import { isTooLarge } from './is-too-large.ts';
import { needsStream, notSupported, tooLarge } from './refusals.ts';
import { dependsOnPolicies, type ReplanParts } from './replan.ts';
import { type ReadyPlans, Replanning } from './replanning.ts';
import type { EventPlan } from './resolve-event.ts';
import { isSameSource, SharedSources } from './shared-sources.ts';
import { SharedSubscription } from './shared-subscription.ts';
import type { Shared, Subscriber, SubscriptionHost, Wanted } from './subscription-host.ts';

export interface SubscriptionParts<Caller>
  extends Pick<EngineOptions<Caller>, 'sources'>,
    CallerParts<Caller>,
    EventResolutionParts<Caller>,
    ReplanParts<Caller> {}

/** What is open: subscriptions that differ, the sources of their events, and their clients. */
export interface SubscriptionCounts {
  readonly sources: number;
  readonly subscriptions: number;
  readonly clients: number;
}

/** All subscriptions that are open. */
export class Subscriptions<Caller> implements SubscriptionHost<Caller> {
  readonly callers: Callers<Caller>;
  readonly events: EventResolution<Caller>;
  readonly #parts: SubscriptionParts<Caller>;
  readonly #sources: SharedSources<Caller>;
  readonly #replanning: Replanning<Caller>;
  readonly #shared = new Map<string, Set<SharedSubscription<Caller>>>();
  #count = 0;
  #isStopped = false;

  /** @param version that serves */
  constructor(version: SchemaVersion, parts: SubscriptionParts<Caller>) {
    this.#parts = parts;
    this.callers = new Callers(parts);
    this.events = new EventResolution(parts);
    this.#sources = new SharedSources(parts);
    this.#replanning = new Replanning(version, { ...parts, sources: this.#sources, host: this });
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
    const onLeave = (): void => {
      this.#replanning.left(subscriber);
      subscriber.subscription?.remove(subscriber);
    };
    const { maxWaitingEvents: limit, gap } = this.events;
    const stream = new EventStream<SubscriptionEvent>({ limit, gap, onLeave });
    const subscriber: Subscriber<Caller> = { request, stream, caller, subscription: undefined };
    this.#join(subscriber, wanted, plan, request.lastEventId);
    signal?.addEventListener('abort', () => void stream.return());
    request.accept(stream);
    return { errors: [] };
  }

  /** Plans what is open for a version that is to take over. */
  planFor(version: SchemaVersion): Promise<ReadyPlans<Caller>> {
    return this.#replanning.planFor(version, this.#all());
  }

  /** Moves what is open to another version; what has no plan for it yet follows. */
  takeOver(version: SchemaVersion, ready: ReadyPlans<Caller>): Promise<void> {
    return this.#replanning.takeOver(version, ready, this.#all());
  }

  /** Ends all, and begins no more. */
  stop(): void {
    this.#isStopped = true;
    this.#replanning.stop();
    for (const subscription of this.#all()) subscription.stop();
  }

  move(subscriber: Subscriber<Caller>, wanted: Wanted, lastEventId: string | undefined): void {
    void this.#replanning.planAlone(subscriber, wanted, (plan) => this.#goOn(subscriber, wanted, plan, lastEventId));
  }

  part(subscriber: Subscriber<Caller>, from: SharedSubscription<Caller>): void {
    const goOn = (plan: EventPlan): void => this.#part(subscriber, from, plan);
    void this.#replanning.planAlone(subscriber, from.shared, goOn).finally(() => from.remove(subscriber));
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
      // Nobody's identity may have been good when the version changed.
      return this.#replanning.follow(known);
    }
    const subscription = this.#open(shared, plan, lastEventId);
    subscription.add(subscriber);
    subscription.listenTo(this.#sources.sourceFor(plan, caller, lastEventId));
    this.#replanning.follow(subscription);
  }

  #sharedBy(caller: Caller, { operation, values }: Wanted, plan: EventPlan): Shared {
    const identity = this.callers.identityOf(caller, plan);
    const isPrivate = identity === undefined || dependsOnPolicies(plan.version, plan.prepared.operation);
    const key = isPrivate ? String(this.#count++) : hashOf([operation.text, values, identity]);
    return { operation, values, key, identity, isPrivate };
  }

  #open(shared: Shared, plan: EventPlan, lastEventId: string | undefined): SharedSubscription<Caller> {
    const subscription = new SharedSubscription(shared, plan, lastEventId, this);
    const alike = this.#shared.get(shared.key) ?? new Set<SharedSubscription<Caller>>();
    this.#shared.set(shared.key, alike.add(subscription));
    return subscription;
  }

  /** Subscribes somebody again who has had events up to one. */
  #goOn(subscriber: Subscriber<Caller>, wanted: Wanted, plan: EventPlan, lastEventId: string | undefined): void {
    // Without an id to go on from, it can't be told whether anything came between.
    if (lastEventId === undefined) subscriber.stream.push(this.events.gap);
    this.#join(subscriber, wanted, plan, lastEventId);
  }

  #part(subscriber: Subscriber<Caller>, from: SharedSubscription<Caller>, plan: EventPlan): void {
    const { shared, position } = from;
    if (!isSameSource(from.plan, plan)) return this.#goOn(subscriber, shared, plan, position);
    const heir = this.#open(this.#sharedBy(subscriber.caller, shared, plan), plan, position);
    heir.isLive = from.isLive;
    heir.add(subscriber);
    from.bequeathTo(heir);
  }
}
