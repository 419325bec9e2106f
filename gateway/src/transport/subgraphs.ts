import { ERROR_CODES, IDENTITY_HEADER, type IdentitySigner } from '@accounts-center/subgraph-kit';
import type { Caller } from '../caller.ts';
import { type GuardedSubgraphs, type GuardedSubgraphsParts, guardSubgraphs } from './guarded-subgraphs.ts';
import { refused } from './read-answer.ts';
import type { SubgraphAnswer, SubgraphTransport } from './subgraph-transport.ts';

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

/** The services of this project's graph, as an engine sees them. */
export type Subgraphs = GuardedSubgraphs<Caller>;

/**
 * @param parts.transportFor how operations get to a service
 * @param parts.signer signs each call as the gateway's, for the one service that it goes to
 */
export function createSubgraphs(
  parts: Omit<GuardedSubgraphsParts<Caller>, 'send'> & {
    transportFor: (service: string) => SubgraphTransport;
    signer: IdentitySigner;
  },
): Subgraphs {
  const { transportFor, signer, ...others } = parts;
  return guardSubgraphs({
    ...others,
    send: async (request, caller) => {
      const { service, headers } = request;
      const signed = { ...headers, [IDENTITY_HEADER]: await signer.for(service, caller) };
      return withoutOurFault(await transportFor(service).execute({ ...request, headers: signed }));
    },
  });
}
