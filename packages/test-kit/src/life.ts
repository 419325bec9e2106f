import type { Interposition } from '@accounts-center/constellation';
import type { ServiceRequest } from '@accounts-center/subgraph-kit';

/** Where a process ends: at a call between services, before it is sent, or when it has taken effect unheard. */
export interface CrashPoint {
  readonly moment: 'before' | 'after';
  readonly call: (request: ServiceRequest) => boolean;
}

/** Thrown wherever a process that has ended would go on. */
class Death extends Error {
  override readonly name = 'Death';

  constructor() {
    super('The process has ended here.');
  }
}

/** The life of one process with all that runs in it. Once it is over, nobody is called and nothing is written. */
export interface Life extends Interposition {
  /** To be called before every statement; undoing is allowed, as an open transaction is undone by a crash. */
  statement(sql: string): void;
  end(): void;
  /** Ends it at the next such call. Resolves when it is over. */
  endAt(point: CrashPoint): Promise<void>;
}

export function createLife(): Life {
  let isOver = false;
  let point: CrashPoint | undefined;
  let tell: () => void;
  const over = new Promise<void>((resolve) => {
    tell = resolve;
  });

  function end(): void {
    isOver = true;
    tell();
  }

  function step(moment: CrashPoint['moment'], request: ServiceRequest): void {
    if (point?.moment === moment && point.call(request)) end();
    expectAlive();
  }

  function expectAlive(): void {
    if (isOver) throw new Death();
  }

  return {
    end,
    endAt(at) {
      point = at;
      return over;
    },
    statement(sql) {
      if (!/^rollback/i.test(sql)) expectAlive();
    },
    calls: (transport) => ({
      send: async (request, deadline) => {
        step('before', request);
        const answer = await transport.send(request, deadline);
        step('after', request);
        return answer;
      },
      close: () => transport.close(),
    }),
    operations: (_service, execute) => async (operation) => {
      expectAlive();
      return execute(operation);
    },
  };
}
