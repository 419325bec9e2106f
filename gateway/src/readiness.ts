import { type Clock, type Logger, levelOf, type ServiceClient } from '@accounts-center/subgraph-kit';

const TIMEOUT_MS = 2_000;
const REMEMBERED_MS = 1_000;

/** Whether the gateway can serve, and which subgraph can. */
export interface Readiness {
  readonly isReady: boolean;
  readonly services: Readonly<Record<string, boolean>>;
}

/** Asks each service whether it is ready. One that does not answer in time is not. */
export async function askReadiness(
  services: readonly string[],
  { client, log }: { client: ServiceClient; log: Logger },
): Promise<Readiness> {
  const answers = await Promise.all(
    services.map(async (service) => [service, await isReady(service, client, log)] as const),
  );
  return { isReady: answers.every(([, ready]) => ready), services: Object.fromEntries(answers) };
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

async function isReady(service: string, client: ServiceClient, log: Logger): Promise<boolean> {
  try {
    const answer = await client.send({ service, method: 'GET', path: '/ready', timeoutMs: TIMEOUT_MS });
    const detail = await answer.text();
    if (answer.status !== 200) log.warn({ service, status: answer.status, detail }, 'A subgraph is not ready');
    return answer.status === 200;
  } catch (error) {
    log[levelOf(error, 'warn')]({ service, err: error }, 'A subgraph does not answer');
    return false;
  }
}
