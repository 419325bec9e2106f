import type { Interposition } from '@accounts-center/constellation';
import { AnswerLost, type ServiceRequest, ServiceUnreachable } from '@accounts-center/subgraph-kit';

/** What can be broken between services, while they themselves live on. */
export interface Faults extends Interposition {
  /**
   * Nobody reaches a service.
   * @param matching the calls of other services that fail; all and everything unless told
   */
  takeDown(service: string, matching?: (request: ServiceRequest) => boolean): void;
  bringBack(service: string): void;
  /**
   * The next calls to a service that match take effect, and their answers are lost.
   * @param matching all calls unless told
   */
  loseAnswers(service: string, count: number, matching?: (request: ServiceRequest) => boolean): void;
  /**
   * A service takes the calls that match and says nothing more: they have no effect, and end when their callers give up.
   * @param matching the calls of other services that hang; all and everything unless told
   */
  hang(service: string, matching?: (request: ServiceRequest) => boolean): void;
  /** Everything works again; whoever waits for a service that hung has its answer lost now. */
  heal(): void;
}

interface Loss {
  readonly service: string;
  readonly matching: (request: ServiceRequest) => boolean;
  left: number;
}

export function createFaults(): Faults {
  const down = new Map<string, (request: ServiceRequest) => boolean>();
  const hanging = new Map<string, (request: ServiceRequest) => boolean>();
  let healing = new AbortController();
  let losses: Loss[] = [];

  function isLost(request: ServiceRequest): boolean {
    const loss = losses.find(
      ({ service, left, matching }) => service === request.service && left > 0 && matching(request),
    );
    if (loss === undefined) return false;
    loss.left -= 1;
    return true;
  }

  return {
    takeDown: (service, matching = everything) => void down.set(service, matching),
    bringBack: (service) => void down.delete(service),
    loseAnswers: (service, left, matching = everything) => void losses.push({ service, left, matching }),
    hang: (service, matching = everything) => void hanging.set(service, matching),
    heal: () => {
      down.clear();
      hanging.clear();
      healing.abort(new Error('A test has healed it.'));
      healing = new AbortController();
      losses = [];
    },
    calls: (transport) => ({
      send: async (request, deadline) => {
        const { service } = request;
        if (down.get(service)?.(request)) throw unreachable(service);
        if (hanging.get(service)?.(request)) return await silence(service, [deadline, healing.signal]);
        const lost = isLost(request);
        const answer = await transport.send(request, deadline);
        if (!lost) return answer;
        await answer.body.resume().toArray();
        throw new AnswerLost(service, new Error('A test has lost it.'));
      },
      close: () => transport.close(),
    }),
    operations: (service, execute) => async (operation) => {
      if (down.get(service) === everything) throw unreachable(service);
      if (hanging.get(service) === everything) return await silence(service, [healing.signal]);
      return execute(operation);
    },
  };
}

function everything(): boolean {
  return true;
}

function unreachable(service: string): ServiceUnreachable {
  return new ServiceUnreachable(service, new Error('A test has taken it down.'));
}

/** Nothing, until one of the signals says that it is over. */
function silence(service: string, ends: AbortSignal[]): Promise<never> {
  const end = AbortSignal.any(ends);
  return new Promise((_resolve, reject) => {
    const give = (): void => reject(new AnswerLost(service, end.reason));
    if (end.aborted) give();
    else end.addEventListener('abort', give, { once: true });
  });
}

/** Matches calls of an operation of the app contract, by its name. */
export function contractCall(operation: string): (request: ServiceRequest) => boolean {
  return ({ path, body }) => path === '/contract' && typeof body === 'string' && body.includes(operation);
}
