import type { SubscriptionEvent, SubscriptionRequest } from '../engine-options.ts';
import type { Variables } from '../operation/coerce-variables.ts';
import type { NormalisedOperation } from '../operation/normalise.ts';
import type { Callers } from './callers.ts';
import type { EventResolution } from './event-resolution.ts';
import type { EventStream } from './event-stream.ts';
import type { SharedSubscription } from './shared-subscription.ts';

/** What is asked for. */
export interface Wanted {
  readonly operation: NormalisedOperation;
  readonly values: Variables;
}

/** What those have in common who share a subscription. */
export interface Shared extends Wanted {
  readonly key: string;
  /** What the caller is and may; `undefined` where nobody else is the same. */
  readonly identity: string | undefined;
  /** Whether there may never be another client. */
  readonly isPrivate: boolean;
}

/** One client of a subscription. */
export interface Subscriber<Caller> {
  readonly request: SubscriptionRequest<Caller>;
  readonly stream: EventStream<SubscriptionEvent>;
  caller: Caller;
  subscription: SharedSubscription<Caller> | undefined;
}

/** What a subscription asks of who keeps all of them. */
export interface SubscriptionHost<Caller> {
  readonly callers: Callers<Caller>;
  readonly events: EventResolution<Caller>;
  /** Subscribes for somebody whose identity has changed, from an event on. */
  move(subscriber: Subscriber<Caller>, wanted: Wanted, lastEventId: string | undefined): void;
  /** Subscribes a client anew that may not share any more, from where its subscription stands. */
  part(subscriber: Subscriber<Caller>, from: SharedSubscription<Caller>): void;
  /** Nothing of it waits any more. */
  idle(subscription: SharedSubscription<Caller>): void;
  /** Tells the log of what should not fail. */
  failed(error: unknown): void;
  ended(subscription: SharedSubscription<Caller>): void;
}
