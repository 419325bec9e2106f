import { setImmediate } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import type { SubscriptionOptions } from '../engine-options.ts';
import type { SchemaVersion } from '../schema-version.ts';
import { Deadline } from './deadline.ts';
import { dependsOnPolicies, type ReplanParts, replan } from './replan.ts';
import { type EventPlan, errorEvent } from './resolve-event.ts';
import { isSameService, isSameSource, type SharedSources } from './shared-sources.ts';
import type { SharedSubscription } from './shared-subscription.ts';
import type { Subscriber, SubscriptionHost, Wanted } from './subscription-host.ts';
import { Turns } from './turns.ts';

/** So many subscriptions are planned, and moved, before others get their turn. */
const PER_TURN = 64;

/** What becomes of a subscription: its plan, why it has to end, or that its clients may not share it any more. */
type Replanned = EventPlan | GraphQLError | 'part';

/** What becomes of subscriptions on a version, found out before it takes over. */
export type ReadyPlans<Caller> = ReadonlyMap<SharedSubscription<Caller>, Replanned>;

interface ReplanningParts<Caller> extends ReplanParts<Caller> {
  readonly options: SubscriptionOptions;
  readonly sources: SharedSources<Caller>;
  readonly host: Pick<SubscriptionHost<Caller>, 'callers' | 'events' | 'failed'>;
}

/** Plans what is open anew: all of it for another version of the schema, or what one client has for that one alone. */
export class Replanning<Caller> {
  readonly #parts: ReplanningParts<Caller>;
  readonly #turns = new Turns(PER_TURN);
  /** Of clients for whom it is planned. */
  readonly #deadlines = new Map<Subscriber<Caller>, Deadline>();
  #version: SchemaVersion;
  #isStopped = false;

  /** @param version that serves */
  constructor(version: SchemaVersion, parts: ReplanningParts<Caller>) {
    this.#version = version;
    this.#parts = parts;
  }

  /** Plans for a version that is to take over: many at the same time, and never so many that nobody else gets a turn. */
  async planFor(version: SchemaVersion, all: readonly SharedSubscription<Caller>[]): Promise<ReadyPlans<Caller>> {
    const ready = new Map<SharedSubscription<Caller>, Replanned>();
    const plan = async (subscription: SharedSubscription<Caller>): Promise<void> => {
      const replanned = await this.#replanned(subscription, version);
      if (replanned) ready.set(subscription, replanned);
    };
    const plans: Promise<void>[] = [];
    const texts = new Set<string>();
    for (const subscription of all) {
      const { text } = subscription.shared.operation;
      // What nobody has asked yet takes a while.
      await (texts.has(text) ? this.#turns.next() : setImmediate());
      texts.add(text);
      plans.push(plan(subscription).catch((error) => this.#parts.host.failed(error)));
    }
    await Promise.all(plans);
    return ready;
  }

  /** Moves what is open to another version; what has no plan for it yet follows. */
  async takeOver(
    version: SchemaVersion,
    ready: ReadyPlans<Caller>,
    all: readonly SharedSubscription<Caller>[],
  ): Promise<void> {
    this.#version = version;
    for (const subscription of all) {
      await this.#turns.next();
      if (version !== this.#version) return;
      const replanned = ready.get(subscription);
      if (replanned) this.#change(subscription, replanned);
      else this.follow(subscription);
    }
  }

  /** Moves a subscription to the version that serves, if it is on another one. */
  follow(subscription: SharedSubscription<Caller>): void {
    const version = this.#version;
    if (subscription.plan.version === version) return;
    this.#replanned(subscription, version)
      .then((replanned) => {
        if (replanned && version === this.#version) this.#change(subscription, replanned);
      })
      .catch((error) => {
        this.#parts.host.failed(error);
        subscription.stop();
      });
  }

  /**
   * Plans for one client, when its turn has come, on the version of then. A client for whom there is no plan is told why, and ends.
   * @param goOn with its plan. Who has left by then is not planned for
   */
  async planAlone(subscriber: Subscriber<Caller>, wanted: Wanted, goOn: (plan: EventPlan) => void): Promise<void> {
    const { host, options } = this.#parts;
    const { stream } = subscriber;
    try {
      await host.events.inTurn(async () => {
        const plan = await this.#planned(subscriber, wanted);
        if (plan && !(plan instanceof GraphQLError)) return goOn(plan);
        if (plan) stream.push(errorEvent(plan, options));
        stream.end();
      }, host.callers.turnOf(subscriber.caller));
    } catch (error) {
      host.failed(error);
      stream.end();
    }
  }

  /** A client has left: nobody waits for its plan. */
  left(subscriber: Subscriber<Caller>): void {
    this.#deadlines.get(subscriber)?.abort();
  }

  /** Ends those for whom it is planned, and plans for no more. */
  stop(): void {
    this.#isStopped = true;
    for (const [{ stream }, deadline] of this.#deadlines) {
      stream.end();
      deadline.abort();
    }
  }

  /** Nothing for a subscription of which nobody's identity is good any more: its next event ends it. */
  #replanned(subscription: SharedSubscription<Caller>, version: SchemaVersion): Promise<Replanned | undefined> {
    const { shared } = subscription;
    return subscription.forCaller(async (reader) => {
      // What is planned already is found at once, and nobody else would get a turn.
      await setImmediate();
      const adopted = version.adopt(shared.operation);
      if (adopted && !shared.isPrivate && dependsOnPolicies(version, adopted)) return 'part';
      return replan(version, shared, reader, this.#parts);
    });
  }

  async #planned(subscriber: Subscriber<Caller>, wanted: Wanted): Promise<EventPlan | GraphQLError | undefined> {
    await setImmediate();
    if (this.#isStopped || subscriber.stream.isOver) return undefined;
    const deadline = new Deadline(this.#parts.host.events.timeoutMs);
    const reader = { caller: subscriber.caller, signal: deadline };
    this.#deadlines.set(subscriber, deadline);
    let version: SchemaVersion;
    let plan: EventPlan | GraphQLError;
    do {
      version = this.#version;
      plan = await replan(version, wanted, reader, this.#parts);
    } while (version !== this.#version && !deadline.aborted);
    deadline.end();
    this.#deadlines.delete(subscriber);
    return plan;
  }

  #change(subscription: SharedSubscription<Caller>, replanned: Replanned): void {
    if (subscription.isParting) return;
    if (replanned === 'part') return subscription.part();
    if (replanned instanceof GraphQLError) return subscription.end(errorEvent(replanned, this.#parts.options));
    const { plan: former, accepted } = subscription;
    // Those who were the same to one service may not be to another.
    if (!isSameService(former, replanned)) return subscription.part();
    subscription.plan = replanned;
    if (isSameSource(former, replanned)) return;
    const caller = subscription.callerNow();
    if (caller === undefined) return;
    subscription.listenTo(this.#parts.sources.sourceFor(replanned, caller, accepted));
    // Without an id to go on from, it can't be told whether anything came between.
    if (accepted === undefined) subscription.tellGap();
  }
}
