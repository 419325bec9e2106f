import {
  type AbortSignalLike,
  type Clock,
  currentRequestId,
  ERROR_CODES,
  IDENTITY_HEADER,
  type IdentitySigner,
  type Logger,
  REQUEST_ID_HEADER,
} from '@accounts-center/subgraph-kit';
import type { Caller } from '../caller.ts';
import { publicAnswer } from './public-answer.ts';
import { refused } from './read-answer.ts';
import type { SubgraphAnswer, SubgraphOperation, SubgraphTransport } from './subgraph-transport.ts';

/** Codes of requests refused as a whole for what the client wrote: custom scalars are checked by the subgraphs only. */
const CLIENT_FAULTS: ReadonlySet<unknown> = new Set([ERROR_CODES.badInput, 'GRAPHQL_VALIDATION_FAILED']);

/**
 * Services of ours believe the gateway alone who calls. One that refuses an operation before it runs, as `UNAUTHENTICATED`
 * or as too large, refuses the gateway, not the client.
 */
function withoutOurFault(answer: SubgraphAnswer): SubgraphAnswer {
  if (!answer.ok || answer.result.data !== undefined) return answer;
  const { errors = [] } = answer.result;
  return errors.every(({ extensions }) => CLIENT_FAULTS.has(extensions?.['code'])) ? answer : refused(errors);
}

/** The subgraphs as an engine sees them: it says what and for whom, everything else is done here. */
export interface Subgraphs {
  /**
   * Runs one operation in one subgraph. The errors of the result are fit for the client. Never throws.
   * @param signal aborted when nobody waits for the answer any more
   */
  ask(service: string, operation: SubgraphOperation, caller: Caller, signal?: AbortSignalLike): Promise<SubgraphAnswer>;
}

/**
 * @param parts.transportFor how operations get to a service
 * @param parts.timeoutMs for one call; all calls of an operation have to end by its own time
 * @param parts.signer signs each call as the gateway's, for the one service that it goes to
 */
export function createSubgraphs(parts: {
  transportFor: (service: string) => SubgraphTransport;
  signer: IdentitySigner;
  clock: Clock;
  log: Logger;
  timeoutMs: number;
}): Subgraphs {
  const { transportFor, signer, clock, log, timeoutMs } = parts;

  async function headersFor(service: string, caller: Caller): Promise<Record<string, string>> {
    const requestId = currentRequestId();
    return {
      [IDENTITY_HEADER]: await signer.for(service, caller),
      ...(requestId !== undefined && { [REQUEST_ID_HEADER]: requestId }),
    };
  }

  return {
    ask: async (service, operation, caller, signal) =>
      publicAnswer(await execute(service, operation, caller, signal), { service, signal }, log),
  };

  function timeLeft({ answerBy }: Caller): number {
    return answerBy ? Math.min(timeoutMs, answerBy.getTime() - clock.now().getTime()) : timeoutMs;
  }

  async function execute(
    service: string,
    operation: SubgraphOperation,
    caller: Caller,
    signal?: AbortSignalLike,
  ): Promise<SubgraphAnswer> {
    try {
      const call = { service, operation, timeoutMs: timeLeft(caller), ...(signal && { signal }) };
      if (call.timeoutMs <= 0) return { ok: false, reason: 'late', cause: new Error('The time of the request is up.') };
      const answer = withoutOurFault(
        await transportFor(service).execute({ ...call, headers: await headersFor(service, caller) }),
      );
      const isCutShort = call.timeoutMs < timeoutMs;
      return !answer.ok && answer.reason === 'lost' && isCutShort ? { ...answer, reason: 'late' } : answer;
    } catch (cause) {
      return { ok: false, reason: 'unreachable', cause };
    }
  }
}
