import { setImmediate } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import { Admission } from '../../admission.ts';
import type { AccessParts } from '../authorise/decide-access.ts';
import { planAsOfNow } from '../authorise/plan-as-of-now.ts';
import type { EngineOptions, SourceEvent, SubscriptionEvent } from '../engine-options.ts';
import { copiesOf, type InFlight } from '../execute/in-flight.ts';
import { missedEvents } from './refusals.ts';
import {
  type EventPlan,
  type EventReader,
  errorEvent,
  marksOf,
  type ResolutionParts,
  resolveEvent,
} from './resolve-event.ts';

const MAX_WAITING_EVENTS = 64;
const EVENT_TIMEOUT_MS = 30_000;
/** So many events are resolved at the same time, whatever else there is to do. */
const ALWAYS_UNDER_WAY = 64;

/** An event with the plan of when it came. */
export interface PlannedEvent {
  readonly plan: EventPlan;
  readonly event: SourceEvent;
  /** Whether others have the same answer: then it may not be changed. */
  readonly isShared: boolean;
}

export interface EventResolutionParts<Caller>
  extends AccessParts<Caller>,
    Pick<EngineOptions<Caller>, 'unauthorized'>,
    Omit<ResolutionParts<Caller>, 'calls' | 'log'> {}

/** How the events of all subscriptions are resolved. */
export class EventResolution<Caller> {
  /** Stands where events are missing. */
  readonly gap: SubscriptionEvent;
  readonly maxWaitingEvents: number;
  readonly timeoutMs: number;
  readonly #parts: EventResolutionParts<Caller>;
  readonly #resolution: ResolutionParts<Caller>;
  readonly #admission = new Admission(ALWAYS_UNDER_WAY);

  constructor(parts: EventResolutionParts<Caller>) {
    const { options } = parts;
    this.#parts = parts;
    this.#resolution = { ...parts, calls: new WeakMap<object, InFlight>() };
    this.maxWaitingEvents = options.maxWaitingEvents ?? MAX_WAITING_EVENTS;
    this.timeoutMs = options.eventTimeoutMs ?? EVENT_TIMEOUT_MS;
    this.gap = errorEvent(missedEvents(), options);
  }

  /**
   * Does work when there is room for it among that of all subscriptions.
   * @param turn of whom it is: all take turns
   */
  inTurn<T>(work: () => Promise<T>, turn: string): Promise<T> {
    return this.#admission.run(work, turn);
  }

  /** What an event is for those who read it. Never rejects. */
  async resolve({ plan, event, isShared }: PlannedEvent, reader: EventReader<Caller>): Promise<SubscriptionEvent> {
    // Where nothing is fetched, nobody else would get a turn.
    if (plan.prepared.parts.length === 0) await setImmediate();
    const now = await planAsOfNow(plan, reader, this.#parts);
    if (!(now instanceof GraphQLError))
      return resolveEvent(now, isShared ? copyOf(event) : event, reader, this.#resolution);
    return { ...errorEvent(now, this.#parts.options), ...marksOf(event) };
  }
}

function copyOf(event: SourceEvent): SourceEvent {
  if (!event.answer) return event;
  const [, answer] = copiesOf(event.answer, 2);
  return { ...event, ...(answer && { answer }) };
}
