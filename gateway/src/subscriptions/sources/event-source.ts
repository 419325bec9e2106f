import type { SourceEvent, SourceOptions } from '../../engine/engine-options.ts';
import { EventStream } from '../../engine/subscriptions/event-stream.ts';
import type { SubgraphOperation } from '../../transport/subgraph-transport.ts';

/** What is to be opened. */
export interface SourceRequest<Caller> extends SourceOptions {
  readonly service: string;
  readonly operation: SubgraphOperation;
  readonly caller: Caller;
}

/** Opens a source; its events and its end go to the sink. @returns what closes it */
export type OpenSource<Caller> = (request: SourceRequest<Caller>, sink: SourceSink) => () => void;

export interface SourceSink {
  push(event: SourceEvent): void;
  end(): void;
}

/** Says that events were missed. */
export const GAP: SourceEvent = {};

/** Whoever takes the events does so as soon as others have had their turns. */
const MAX_WAITING = 100;

/** The events of a source, until it ends or nobody wants them any more. */
export function eventsOf<Caller>(open: OpenSource<Caller>, request: SourceRequest<Caller>): AsyncIterable<SourceEvent> {
  const { signal } = request;
  const onLeave = (): void => close();
  const stream = new EventStream<SourceEvent>({ limit: MAX_WAITING, gap: GAP, onLeave });
  const close = open(request, stream);
  if (signal.aborted) void stream.return();
  else signal.addEventListener('abort', () => void stream.return(), { once: true });
  return stream;
}
