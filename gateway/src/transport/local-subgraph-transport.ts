import { type GraphqlEndpoint, REQUEST_TIMEOUT_HEADER } from '@accounts-center/subgraph-kit';
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
        return readAnswer(await inTime(execute(operation), timeoutMs));
      } catch (cause) {
        return { ok: false, reason: 'lost', cause };
      }
    },
  };
}

function inTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No answer within ${timeoutMs} ms.`)), timeoutMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
