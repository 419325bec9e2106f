import { setImmediate } from 'node:timers/promises';
import { unauthenticated } from '@accounts-center/subgraph-kit';
import { GraphQLError } from 'graphql';
import { Admission } from '../../admission.ts';
import { internalError } from '../../errors/internal-error.ts';
import { grantsFrom } from '../authorise/decide-access.ts';
import { planAsOfNow } from '../authorise/plan-as-of-now.ts';
import type { EngineContext, EngineOptions, SourceEvent, SubscriptionEvent } from '../engine-options.ts';
import type { InFlight } from '../execute/in-flight.ts';
import type { PreparationParts } from '../prepare-request.ts';
import type { SchemaVersion } from '../schema-version.ts';
import { EventStream } from './event-stream.ts';
import { hashOf } from './hash-of.ts';
import { missedEvents, needsStream, notSupported, tooLarge } from './refusals.ts';
import { replan } from './replan.ts';
import { type EventPlan, type EventReader, errorEvent, type ResolutionParts, resolveEvent } from './resolve-event.ts';
import { isSameSource, SharedSources } from './shared-sources.ts';
import { SharedSubscription } from './shared-subscription.ts';
import type { Subscriber, SubscriptionHost, Wanted } from './subscription-host.ts';

const MAX_WAITING_EVENTS = 64;
/** Of its text and its variables: they are kept for as long as it is open. */
const MAX_SUBSCRIPTION_BYTES = 16 * 1024;
/** Of its plan, which is kept as long; short texts can ask for many fields. */
const MAX_PLAN_BYTES = 256 * 1024;
const EVENT_TIMEOUT_MS = 30_000;
/** So many events are resolved at the same time, whatever else there is to do. */
const ALWAYS_UNDER_WAY = 64;

export interface SubscriptionParts<Caller>
  extends PreparationParts<Caller>,
    Pick<EngineOptions<Caller>, 'sources' | 'identityOf' | 'grantsOf'>,
    Omit<ResolutionParts<Caller>, 'calls'> {}

/** What becomes of a subscription on another version of the schema: a plan, or what its clients are told at its end. */
type Replanned = EventPlan | GraphQLError;

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
    const { operation, values } = wanted;
    const identity = this.identityOf(caller, plan);
    // Policies may say of each caller something else.
    const isPrivate = identity === undefined || (plan.version.guardOf(operation)?.policies.length ?? 0) > 0;
    const key = isPrivate ? String(this.#count++) : hashOf([operation.text, values, identity]);
    const alike = this.#shared.get(key) ?? new Set<SharedSubscription<Caller>>();
    for (const known of alike) {
      if (lastEventId === undefined ? !known.isLive : known.position !== lastEventId) continue;
      known.add(subscriber);
      return;
    }
    const subscription = new SharedSubscription({ operation, values, key, identity }, plan, lastEventId, this);
    this.#shared.set(key, alike.add(subscription));
    subscription.add(subscriber);
    subscription.listenTo(this.#sources.sourceFor(plan, caller, lastEventId));
    if (plan.version !== this.#version) void this.#follow(subscription);
  }

  async #moved(subscriber: Subscriber<Caller>, wanted: Wanted, lastEventId: string | undefined): Promise<void> {
    const { stream, caller } = subscriber;
    const plan = await this.#replan(this.#version, wanted, caller);
    if (stream.isOver || this.#isStopped) return stream.end();
    if (plan instanceof GraphQLError) {
      stream.push(errorEvent(plan, this.#parts.options));
      return stream.end();
    }
    if (lastEventId === undefined) stream.push(this.gap);
    this.#join(subscriber, wanted, plan, lastEventId);
  }

  async #follow(subscription: SharedSubscription<Caller>): Promise<void> {
    const version = this.#version;
    const plan = await this.#replanned(subscription, version);
    if (plan && version === this.#version) this.#changePlan(subscription, plan);
  }

  /** Nothing for a subscription of which nobody's identity is good any more: its next event ends it. */
  async #replanned(subscription: SharedSubscription<Caller>, version: SchemaVersion): Promise<Replanned | undefined> {
    const caller = subscription.callerNow();
    return caller === undefined ? undefined : this.#replan(version, subscription.shared, caller);
  }

  /** Never rejects. */
  async #replan(version: SchemaVersion, wanted: Wanted, caller: Caller): Promise<Replanned> {
    try {
      return await replan(version, wanted, caller, this.#parts);
    } catch (error) {
      if (error instanceof GraphQLError) return error;
      this.failed(error);
      return internalError();
    }
  }

  #changePlan(subscription: SharedSubscription<Caller>, plan: Replanned): void {
    if (plan instanceof GraphQLError) return subscription.end(errorEvent(plan, this.#parts.options));
    const { plan: former, accepted } = subscription;
    const caller = subscription.callerNow();
    subscription.plan = plan;
    if (isSameSource(former, plan) || caller === undefined) return;
    subscription.listenTo(this.#sources.sourceFor(plan, caller, accepted));
    // Without an id to go on from, it can't be told whether anything came between.
    if (accepted === undefined) subscription.tellGap();
  }
}

function isTooLarge({ operation, values }: Wanted, { prepared }: EventPlan): boolean {
  if (prepared.sizeBytes > MAX_PLAN_BYTES) return true;
  return Buffer.byteLength(operation.text) + Buffer.byteLength(JSON.stringify(values)) > MAX_SUBSCRIPTION_BYTES;
}
