import { type ServiceClient, ServiceUnreachable } from '@accounts-center/subgraph-kit';
import { readAnswer } from './read-answer.ts';
import type { SubgraphTransport } from './subgraph-transport.ts';

/** Sends operations to services that run elsewhere. */
export function httpSubgraphTransport(client: ServiceClient): SubgraphTransport {
  return {
    execute: async ({ service, query, variables, operationName, headers, timeoutMs }) => {
      try {
        const answer = await client.send({
          service,
          method: 'POST',
          path: '/graphql',
          headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
          body: JSON.stringify({ query, variables, operationName }),
          timeoutMs,
        });
        return readAnswer(parse(await answer.text()));
      } catch (cause) {
        return { ok: false, reason: cause instanceof ServiceUnreachable ? 'unreachable' : 'lost', cause };
      }
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
