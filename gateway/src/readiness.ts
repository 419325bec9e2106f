import {
  type Clock,
  type Logger,
  levelOf,
  type ReadinessCheck,
  type ServiceClient,
} from '@accounts-center/subgraph-kit';
import type { EngineSubgraphs } from './engine/engine-options.ts';

const TIMEOUT_MS = 2_000;
const REMEMBERED_MS = 1_000;

/** Whether the gateway can serve, and what of all that it needs can. */
export interface Readiness {
  readonly isReady: boolean;
  /** The subgraphs, by name. */
  readonly services: Readonly<Record<string, boolean>>;
  /** What else it needs: `rate limits`, `event bus`. */
  readonly dependencies?: Readonly<Record<string, boolean>>;
}

/** What a gateway needs. */
export interface Needs {
  readonly subgraphs: readonly string[];
  /** Rejects while a subgraph can't serve. */
  readonly askSubgraph: (service: string) => Promise<void>;
  /** Each rejects while that can't do its work. */
  readonly checks?: Readonly<Record<string, ReadinessCheck>>;
  readonly log: Logger;
}

/** Asks all that a gateway needs whether it is ready. What does not answer in time is not. */
export async function readinessOf({ subgraphs, askSubgraph, checks = {}, log }: Needs): Promise<Readiness> {
  const asked = async (name: string, ask: ReadinessCheck) => [name, await isReady(name, ask, log)] as const;
  const [services, dependencies] = await Promise.all([
    Promise.all(subgraphs.map((name) => asked(name, () => askSubgraph(name)))),
    Promise.all(Object.entries(checks).map(([name, check]) => asked(name, check))),
  ]);
  return {
    isReady: [...services, ...dependencies].every(([, ready]) => ready),
    services: Object.fromEntries(services),
    ...(dependencies.length > 0 && { dependencies: Object.fromEntries(dependencies) }),
  };
}

/** Asks each service whether it is ready, and all else that is needed. */
export function askReadiness(
  services: readonly string[],
  parts: { readonly client: ServiceClient } & Pick<Needs, 'log' | 'checks'>,
): Promise<Readiness> {
  return readinessOf({ ...parts, subgraphs: services, askSubgraph: (service) => askService(service, parts.client) });
}

async function askService(service: string, client: ServiceClient): Promise<void> {
  const answer = await client.send({ service, method: 'GET', path: '/ready', timeoutMs: TIMEOUT_MS });
  const detail = await answer.text();
  if (answer.status !== 200) throw new Error(`It is not ready: ${answer.status} ${detail}`);
}

/**
 * Asks subgraphs that have no `/ready` of ours, by the least that every GraphQL server answers.
 * @param nobody in whose name they are asked
 */
export function askByQuery<Caller>(subgraphs: EngineSubgraphs<Caller>, nobody: Caller): Needs['askSubgraph'] {
  return async (service) => {
    const operation = { query: '{__typename}', isMutation: false };
    const answer = await subgraphs.ask(service, operation, nobody, AbortSignal.timeout(TIMEOUT_MS));
    if (!answer.ok) throw answer.cause;
  };
}

/** Remembers an answer for a second, and asks once for all who want it: nobody's questions become many more. */
export function readinessOfLate(ask: () => Promise<Readiness>, clock: Clock): () => Promise<Readiness> {
  let last: { readonly atMs: number; readonly readiness: Promise<Readiness> } | undefined;
  return () => {
    const nowMs = clock.now().getTime();
    if (last === undefined || nowMs - last.atMs >= REMEMBERED_MS) last = { atMs: nowMs, readiness: ask() };
    return last.readiness;
  };
}

async function isReady(name: string, ask: ReadinessCheck, log: Logger): Promise<boolean> {
  try {
    await inTime(ask());
    return true;
  } catch (error) {
    log[levelOf(error, 'warn')]({ dependency: name, err: error }, 'Something that the gateway needs is not ready');
    return false;
  }
}

function inTime(work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`It did not say within ${TIMEOUT_MS} ms.`)), TIMEOUT_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
