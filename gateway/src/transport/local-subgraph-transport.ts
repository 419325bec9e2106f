import type { GraphqlEndpoint } from '@accounts-center/subgraph-kit';
import { readAnswer } from './read-answer.ts';
import type { SubgraphTransport } from './subgraph-transport.ts';

/** Runs an operation in a service of this process. */
export type ExecuteLocally = GraphqlEndpoint['executeLocally'];

/** Hands operations to services of this process, by name. */
export function localSubgraphTransport(services: Readonly<Record<string, ExecuteLocally>>): SubgraphTransport {
  return {
    execute: async ({ service, timeoutMs, ...operation }) => {
      const execute = services[service];
      if (!execute)
        return { ok: false, reason: 'unreachable', cause: new Error(`${service} does not run in this process.`) };
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
