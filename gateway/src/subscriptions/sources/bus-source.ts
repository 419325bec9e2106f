import type { Clock, EventBus, GraphEvent, JsonValue } from '@accounts-center/subgraph-kit';
import type { SourceEvent } from '../../engine/engine-options.ts';
import { GAP, type OpenSource } from './event-source.ts';
import { projectionOf } from './project-value.ts';

/** @param lagMs since the event was published */
export type OnEvent = (field: string, lagMs: number) => void;

/**
 * Takes events from the bus: those of the field with equal arguments, and of those with an audience the caller's own.
 * @param parts.accountOf the account of a caller
 * @param parts.onEvent told of each event that comes to somebody and has a time, once, and how long it took; of none that is
 *   told again to who comes back
 */
export function busSource<Caller>(parts: {
  bus: EventBus;
  accountOf: (caller: Caller) => string | undefined;
  clock: Clock;
  onEvent?: OnEvent | undefined;
}): OpenSource<Caller> {
  const { clock, onEvent } = parts;
  let lastTimed: GraphEvent | undefined;
  const time = (event: GraphEvent): void => {
    if (event.publishedAt === undefined || event === lastTimed) return;
    lastTimed = event;
    // Clocks of two machines differ.
    onEvent?.(event.field, Math.max(0, clock.now().getTime() - event.publishedAt));
  };
  const isPlain = rememberingLast(hasNoEscapes);
  return ({ operation, caller, field, lastEventId }, sink) => {
    const account = parts.accountOf(caller);
    const project = projectionOf(operation.query);
    const isFor = ({ audience }: GraphEvent): boolean =>
      audience === undefined || (account !== undefined && audience.includes(account));
    const told = (event: GraphEvent): SourceEvent => {
      const result = { data: project(event.value), isPlain: isPlain(event) };
      return { id: event.id, answer: { ok: true, result }, cause: event };
    };
    const hear = (event: GraphEvent): void => {
      if (!isFor(event)) return;
      time(event);
      sink.push(told(event));
    };
    const { missed, close } = parts.bus.subscribe(field.name, hear, {
      arguments: field.arguments as Readonly<Record<string, JsonValue>>,
      afterId: lastEventId,
      onGap: () => sink.push(GAP),
    });
    function* replayed(events: NonNullable<typeof missed>): Generator<SourceEvent, void> {
      for (const event of events) {
        if (event === undefined) yield GAP;
        else if (isFor(event)) yield told(event);
      }
    }
    if (missed) sink.replay(replayed(missed));
    return close;
  };
}

/** Whether no text in it needs an escape. */
function hasNoEscapes({ value }: GraphEvent): boolean {
  return !JSON.stringify(value).includes('\\');
}

/** An event is told to many, one after the other. */
function rememberingLast(ask: (event: GraphEvent) => boolean): (event: GraphEvent) => boolean {
  let last: { readonly event: GraphEvent; readonly answer: boolean } | undefined;
  return (event) => {
    if (last?.event !== event) last = { event, answer: ask(event) };
    return last.answer;
  };
}
