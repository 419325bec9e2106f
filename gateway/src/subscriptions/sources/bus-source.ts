import type { EventBus, GraphEvent, JsonValue } from '@accounts-center/subgraph-kit';
import { GAP, type OpenSource } from './event-source.ts';
import { projectionOf } from './project-value.ts';

/**
 * Takes events from the bus: those of the field with equal arguments, and of those with an audience the caller's own.
 * @param parts.accountOf the account of a caller
 */
export function busSource<Caller>(parts: {
  bus: EventBus;
  accountOf: (caller: Caller) => string | undefined;
}): OpenSource<Caller> {
  const isPlain = rememberingLast(hasNoEscapes);
  return ({ operation, caller, field, lastEventId }, sink) => {
    const account = parts.accountOf(caller);
    const project = projectionOf(operation.query);
    const hear = (event: GraphEvent): void => {
      if (event.audience && (account === undefined || !event.audience.includes(account))) return;
      const result = { data: project(event.value), isPlain: isPlain(event) };
      sink.push({ id: event.id, answer: { ok: true, result }, cause: event });
    };
    const subscription = parts.bus.subscribe(field.name, hear, {
      arguments: field.arguments as Readonly<Record<string, JsonValue>>,
      afterId: lastEventId,
      onGap: () => sink.push(GAP),
    });
    return () => subscription.close();
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
