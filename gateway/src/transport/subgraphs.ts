import {
  currentRequestId,
  IDENTITY_HEADER,
  type IdentitySigner,
  type Logger,
  REQUEST_ID_HEADER,
} from '@accounts-center/subgraph-kit';
import type { Caller } from '../caller.ts';
import { publicSubgraphError } from '../errors/subgraph-error.ts';
import type { SubgraphAnswer, SubgraphRequest, SubgraphTransport } from './subgraph-transport.ts';

export type SubgraphOperation = Pick<SubgraphRequest, 'query' | 'variables' | 'operationName'>;

/** The subgraphs as an engine sees them: it says what and for whom, everything else is done here. */
export interface Subgraphs {
  /** Runs one operation in one subgraph. The errors of the result are fit for the client. Never throws. */
  ask(service: string, operation: SubgraphOperation, caller: Caller): Promise<SubgraphAnswer>;
}

/**
 * @param parts.transportFor how operations get to a service
 * @param parts.signer signs each call as the gateway's, for the one service that it goes to
 */
export function createSubgraphs(parts: {
  transportFor: (service: string) => SubgraphTransport;
  signer: IdentitySigner;
  log: Logger;
  timeoutMs: number;
}): Subgraphs {
  const { transportFor, signer, log, timeoutMs } = parts;

  async function headersFor(service: string, caller: Caller): Promise<Record<string, string>> {
    const requestId = currentRequestId();
    return {
      [IDENTITY_HEADER]: await signer.for(service, caller),
      ...(requestId !== undefined && { [REQUEST_ID_HEADER]: requestId }),
    };
  }

  return {
    ask: async (service, operation, caller) => {
      const answer = await execute(service, operation, caller);
      if (!answer.ok) {
        log.error({ service, reason: answer.reason, err: answer.cause }, 'A subgraph does not answer');
        return answer;
      }
      const { data, errors } = answer.result;
      if (!errors) return answer;
      const visible = errors.map((error) => publicSubgraphError(error, service, log));
      return { ok: true, result: { ...(data !== undefined && { data }), errors: visible } };
    },
  };

  async function execute(service: string, operation: SubgraphOperation, caller: Caller): Promise<SubgraphAnswer> {
    try {
      const headers = await headersFor(service, caller);
      return await transportFor(service).execute({ ...operation, service, headers, timeoutMs });
    } catch (cause) {
      return { ok: false, reason: 'unreachable', cause };
    }
  }
}
