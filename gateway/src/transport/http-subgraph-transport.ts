import {
  type AbortSignalLike,
  AnswerTooLong,
  type ServiceClient,
  ServiceUnreachable,
} from '@accounts-center/subgraph-kit';
import { readHttpAnswer } from './read-answer.ts';
import type { NoAnswerReason, SubgraphTransport } from './subgraph-transport.ts';

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
        const { status, headers: answered } = answer;
        const cacheControl = answered['cache-control'];
        return readHttpAnswer({ status, text: await answer.text(), cacheControl });
      } catch (cause) {
        return { ok: false, reason: reasonOf(cause), cause };
      }
    },
  };
}

function reasonOf(error: unknown): NoAnswerReason {
  const { cause } = error as Error;
  if (cause instanceof AnswerTooLong) return 'unusable';
  if (cause instanceof DOMException && cause.name === 'TimeoutError') return 'timed-out';
  return error instanceof ServiceUnreachable ? 'unreachable' : 'lost';
}

/** The same as Node.js and undici ask for it. */
function abortSignal(signal: AbortSignalLike): AbortSignal {
  if (signal instanceof AbortSignal) return signal;
  const controller = new AbortController();
  if (signal.aborted) controller.abort();
  else signal.addEventListener('abort', () => controller.abort());
  return controller.signal;
}
