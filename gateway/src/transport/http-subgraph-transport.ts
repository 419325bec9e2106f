import { type AbortSignalLike, type ServiceClient, ServiceUnreachable } from '@accounts-center/subgraph-kit';
import { readAnswerText } from './read-answer.ts';
import type { SubgraphTransport } from './subgraph-transport.ts';

/** Sends operations to services that run elsewhere. */
export function httpSubgraphTransport(client: ServiceClient): SubgraphTransport {
  return {
    execute: async ({ service, operation, headers, timeoutMs, signal }) => {
      const { query, operationName } = operation;
      const body = operation.body ?? JSON.stringify({ query, variables: operation.variables, operationName });
      try {
        const answer = await client.send({
          service,
          method: 'POST',
          path: '/graphql',
          headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
          body,
          timeoutMs,
          ...(signal && { signal: abortSignal(signal) }),
        });
        return readAnswerText(await answer.text());
      } catch (cause) {
        return { ok: false, reason: cause instanceof ServiceUnreachable ? 'unreachable' : 'lost', cause };
      }
    },
  };
}

/** The same as Node.js and undici ask for it. */
function abortSignal(signal: AbortSignalLike): AbortSignal {
  if (signal instanceof AbortSignal) return signal;
  const controller = new AbortController();
  if (signal.aborted) controller.abort();
  else signal.addEventListener('abort', () => controller.abort());
  return controller.signal;
}
