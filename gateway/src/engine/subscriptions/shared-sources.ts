import { AsyncLocalStorage } from 'node:async_hooks';
import type { EngineLog, EngineOptions, SourceEvents, SourceOptions } from '../engine-options.ts';
import { hashOf } from './hash-of.ts';
import type { EventPlan } from './resolve-event.ts';
import { SharedSource } from './shared-source.ts';
import { Turns } from './turns.ts';

const LISTENERS_PER_TURN = 256;

/** The sources that are open. Equal ones are opened once. */
export class SharedSources<Caller> {
  readonly #open = new Map<string, Set<SharedSource>>();
  readonly #parts: Pick<EngineOptions<Caller>, 'sources' | 'identityOf'> & { readonly log: EngineLog };
  /** Runs what belongs to nobody's request. */
  readonly #apart = AsyncLocalStorage.snapshot();
  /** So many hear an event before others get their turn. */
  readonly #turns = new Turns(LISTENERS_PER_TURN);
  #count = 0;

  constructor(parts: Pick<EngineOptions<Caller>, 'sources' | 'identityOf'> & { readonly log: EngineLog }) {
    this.#parts = parts;
  }

  /** How many are open. */
  get size(): number {
    let size = 0;
    for (const alike of this.#open.values()) size += alike.size;
    return size;
  }

  /**
   * The source of a subscription's events, for somebody to listen to at once.
   * @param lastEventId what it tells is after that event, or from now on
   */
  sourceFor(plan: EventPlan, caller: Caller, lastEventId: string | undefined): SharedSource {
    const { prepared, variables } = plan;
    const { service, requestFor, fieldFor } = sourceOf(plan);
    const operation = requestFor(variables);
    const identity = this.#parts.identityOf?.(caller, service);
    const audience = this.#parts.sources?.audienceOf?.(service, caller);
    const key = identity === undefined ? String(this.#count++) : hashOf([service, identity, audience, operation.body]);
    const alike = this.#open.get(key) ?? new Set<SharedSource>();
    for (const source of alike)
      if (lastEventId === undefined ? source.isLive : source.position === lastEventId && !source.isReplaying)
        return source;

    const onEnd = (): void => {
      alike.delete(source);
      if (alike.size === 0 && this.#open.get(key) === alike) this.#open.delete(key);
    };
    const source = new SharedSource({ lastEventId, onEnd, turns: this.#turns });
    this.#open.set(key, alike.add(source));
    const { sources, log } = this.#parts;
    const options = { field: fieldFor(variables), ...(lastEventId !== undefined && { lastEventId }) };
    const open = (signal: AbortSignal): SourceEvents => {
      if (!sources) throw new Error(`There are no sources for ${prepared.operation.text}.`);
      const all: SourceOptions = { ...options, signal };
      return sources.open(service, operation, caller, all);
    };
    this.#apart(() => void source.run(open, (err) => log.error({ err, service }, 'A source of events failed')));
    return source;
  }
}

/** Whether two plans of a subscription have its events from the same service. */
export function isSameService(one: EventPlan, other: EventPlan): boolean {
  return sourceOf(one).service === sourceOf(other).service;
}

/** Whether two plans of a subscription need the same of its source. */
export function isSameSource(one: EventPlan, other: EventPlan): boolean {
  const [first, second] = [one, other].map((plan) => {
    const { service, requestFor } = sourceOf(plan);
    return JSON.stringify([service, requestFor(plan.variables).body]);
  });
  return first === second;
}

function sourceOf({ prepared }: EventPlan): NonNullable<EventPlan['prepared']['subscription']> {
  if (!prepared.subscription) throw new Error(`No subscription: ${prepared.operation.text}`);
  return prepared.subscription;
}
