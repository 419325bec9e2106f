import type { SourceEvent, SourceEvents, SourceOptions } from '../../engine/engine-options.ts';
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
  /** Has these taken first, as there is room for them; before `push` is called. Once they are taken to their end, they are over. */
  replay(kept: Iterable<SourceEvent>): void;
}

/** Says that events were missed. */
export const GAP: SourceEvent = {};

/** Whoever takes the events does so as soon as others have had their turns. */
const MAX_WAITING = 100;

/** The events of a source, until it ends or nobody wants them any more. */
export function eventsOf<Caller>(open: OpenSource<Caller>, request: SourceRequest<Caller>): SourceEvents {
  const { signal } = request;
  const stream = new EventStream<SourceEvent>({ limit: MAX_WAITING, gap: GAP, onLeave: () => close() });
  let kept: Iterable<SourceEvent> | undefined;
  const close = open(request, {
    push: (event) => stream.push(event),
    end: () => stream.end(),
    replay: (events) => {
      kept = events;
    },
  });
  if (signal.aborted) void stream.return();
  else signal.addEventListener('abort', () => void stream.return(), { once: true });

  async function* inOrder(): AsyncGenerator<SourceEvent, void> {
    if (kept) yield* kept;
    kept = undefined;
    yield* stream;
  }
  return {
    get isReplaying() {
      return kept !== undefined;
    },
    [Symbol.asyncIterator]: inOrder,
  };
}
