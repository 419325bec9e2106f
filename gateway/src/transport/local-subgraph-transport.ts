import { type AbortSignalLike, type GraphqlEndpoint, REQUEST_TIMEOUT_HEADER } from '@accounts-center/subgraph-kit';
import { readAnswer } from './read-answer.ts';
import type { SubgraphTransport } from './subgraph-transport.ts';

/** Runs an operation in a service of this process. */
export type ExecuteLocally = GraphqlEndpoint['executeLocally'];

/** Hands operations to services of this process, by name. */
export function localSubgraphTransport(services: Readonly<Record<string, ExecuteLocally>>): SubgraphTransport {
  return {
    execute: async ({ service, operation: { query, variables, operationName }, headers, timeoutMs, signal }) => {
      const execute = services[service];
      if (!execute)
        return { ok: false, reason: 'unreachable', cause: new Error(`${service} does not run in this process.`) };
      const operation = {
        query,
        headers: { ...headers, [REQUEST_TIMEOUT_HEADER]: String(timeoutMs) },
        ...(signal && { signal }),
        ...(variables && { variables }),
        ...(operationName !== undefined && { operationName }),
      };
      try {
        return readAnswer(await inTime(execute(operation), timeoutMs, signal));
      } catch (cause) {
        return { ok: false, reason: cause instanceof TimeUp ? 'timed-out' : 'lost', cause };
      }
    },
  };
}

class TimeUp extends Error {}

/** Settles as the work does, unless its time is up before, or nobody waits for it any more. */
function inTime<T>(work: Promise<T>, timeoutMs: number, signal: AbortSignalLike | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(new Error('Nobody waits for the answer any more.'));
    const timer = setTimeout(() => reject(new TimeUp(`No answer within ${timeoutMs} ms.`)), timeoutMs);
    signal?.addEventListener('abort', leave);
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', leave);
    });
  });
}
