import type { JsonValue } from '../json.ts';

/** A thin event: says that something happened to an entity; whoever is told asks for the rest. */
export interface GraphEvent {
  /** Of the bus: ascending as a text, and the same for every process that listens. */
  readonly id: string;
  /** The field of `Subscription` that it is for: `deliveryChanged`. */
  readonly field: string;
  /** Only subscribers whose arguments are equal get it. */
  readonly arguments: Readonly<Record<string, JsonValue>>;
  /** Of the field: `{ __typename, …keys }`. */
  readonly value: JsonValue;
  /** When there was something to tell, in ms since 1970 by the clock of who tells it; left out where that is not known. */
  readonly publishedAt?: number | undefined;
  /** Ids of accounts: only their subscribers get it. Left out: everybody. */
  readonly audience?: readonly string[] | undefined;
}

/** An event as who publishes it knows it. */
export interface NewGraphEvent extends Omit<GraphEvent, 'id'> {
  /** Unique to what happened, in all services: equal ones are told once. */
  readonly key: string;
}

/** Takes events: what a service needs. */
export interface EventPublisher extends AsyncDisposable {
  /**
   * Resolves once the event is taken.
   * @throws ServiceUnreachable or AnswerLost while the bus is away; try again then, with the same key
   */
  publish(event: NewGraphEvent): Promise<void>;
}

/** What is listened to. */
export interface EventSubscription {
  /** Equal to the event's; none unless told. */
  readonly arguments?: GraphEvent['arguments'];
  /** An event that was had before: what came after it is `missed`, where it is kept. */
  readonly afterId?: string | undefined;
  /** Called where events may have been missed: `afterId` is not known or not kept any more, or the bus was away for too long. */
  readonly onGap?: () => void;
}

/** A listener, until it is closed. */
export interface EventListening {
  /**
   * What came after `afterId`, oldest first, each event looked up when it is asked for. The listener is told what comes after all of
   * them once they were taken to their end; it ends with `undefined` where the next is not kept any more. Absent where nothing came.
   */
  readonly missed?: Iterable<GraphEvent | undefined> | undefined;
  close(): void;
}

/** Carries events from whoever publishes to whoever listens in this process. */
export interface EventBus extends EventPublisher {
  /** Has a listener told the events of a field from now on. */
  subscribe(field: string, listener: (event: GraphEvent) => void, options?: EventSubscription): EventListening;
  /** Rejects while no events can come; absent where that can't be. */
  check?(): Promise<void>;
}
