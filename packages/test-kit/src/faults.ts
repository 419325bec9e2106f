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
  /** Everything works again. */
  heal(): void;
}

interface Loss {
  readonly service: string;
  readonly matching: (request: ServiceRequest) => boolean;
  left: number;
}

export function createFaults(): Faults {
  const down = new Map<string, (request: ServiceRequest) => boolean>();
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
    heal: () => {
      down.clear();
      losses = [];
    },
    calls: (transport) => ({
      send: async (request, deadline) => {
        const { service } = request;
        if (down.get(service)?.(request)) throw unreachable(service);
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

/** Matches calls of an operation of the app contract, by its name. */
export function contractCall(operation: string): (request: ServiceRequest) => boolean {
  return ({ path, body }) => path === '/contract' && typeof body === 'string' && body.includes(operation);
}
