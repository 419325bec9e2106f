import type { SourceEvent, SourceOptions, SubscribedField, SubscriptionSources } from '../engine-options.ts';
import type { TestCaller } from './test-graph.ts';

/** A source that is, or was, open. */
export interface TestSource {
  readonly service: string;
  readonly query: string;
  readonly variables: unknown;
  readonly caller: TestCaller;
  readonly field: SubscribedField;
  readonly lastEventId: string | undefined;
  readonly isOpen: () => boolean;
  tell(event: SourceEvent): void;
  /** Tells an event with data. */
  data(data: Record<string, unknown>, id?: string): void;
  end(): void;
}

export interface TestSources extends SubscriptionSources<TestCaller> {
  /** In the order in which they were opened. */
  readonly all: TestSource[];
  /** The only one that is open. */
  one(): TestSource;
}

/** Sources in memory, for a test to tell events. */
export function createTestSources(): TestSources {
  const all: TestSource[] = [];
  return {
    all,
    one: () => {
      const open = all.filter(({ isOpen }) => isOpen());
      if (open.length !== 1) throw new Error(`There are ${open.length} open sources.`);
      return open[0] as TestSource;
    },
    open: (service, { query, variables }, caller, options) => {
      const channel = createChannel(options);
      const { field, lastEventId } = options;
      all.push({ service, query, variables, caller, field, lastEventId, ...channel.source });
      return channel.events();
    },
  };
}

function createChannel({ signal }: SourceOptions) {
  const waiting: SourceEvent[] = [];
  let isOver = false;
  let wake = (): void => undefined;
  const tell = (event: SourceEvent): void => {
    waiting.push(event);
    wake();
  };
  const end = (): void => {
    isOver = true;
    wake();
  };
  signal.addEventListener('abort', end);

  async function* events(): AsyncGenerator<SourceEvent> {
    for (;;) {
      const event = waiting.shift();
      if (event) yield event;
      else if (isOver) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }

  const source = {
    isOpen: () => !isOver,
    tell,
    data: (data: Record<string, unknown>, id?: string) =>
      tell({ answer: { ok: true, result: { data } }, ...(id !== undefined && { id }) }),
    end,
  };
  return { source, events };
}
