import {
  type AbortSignalLike,
  AnswerLost,
  ConfigError,
  createOutages,
  type Logger,
  ServiceUnreachable,
} from '@accounts-center/subgraph-kit';
import type { EngineSubgraphs } from '../engine/engine-options.ts';
import { createJsonPoster, JsonPostError } from '../transport/json-post.ts';
import { publicAnswer } from '../transport/public-answer.ts';
import { readAnswerText } from '../transport/read-answer.ts';
import type { SubgraphAnswer } from '../transport/subgraph-transport.ts';

const CONNECT_TIMEOUT_MS = 2_000;
const CONNECTIONS = 128;
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const HEADERS = { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json' };

/** Who asks the standalone gateway. */
export interface ForwardingCaller {
  /** Headers of the request that subgraphs get as well, by name in lower case. */
  readonly forwarded: Readonly<Record<string, string>>;
}

export interface HttpSubgraphs extends EngineSubgraphs<ForwardingCaller> {
  close(): Promise<void>;
}

/** Subgraphs at the addresses that a supergraph names. */
export function createHttpSubgraphs(parts: {
  addresses: ReadonlyMap<string, string>;
  timeoutMs: number;
  log: Logger;
}): HttpSubgraphs {
  const { timeoutMs, log } = parts;
  const outages = createOutages(log);
  const urls = new Map([...parts.addresses].map(([service, address]) => [service, urlOf(service, address)]));
  const poster = createJsonPoster({
    connections: CONNECTIONS,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    maxBytes: MAX_ANSWER_BYTES,
  });

  async function send(
    service: string,
    body: string,
    { forwarded }: ForwardingCaller,
    signal: AbortSignalLike | undefined,
  ): Promise<SubgraphAnswer> {
    const url = urls.get(service);
    if (!url) return { ok: false, reason: 'unreachable', cause: new Error(`${service} has no address.`) };
    try {
      const { status, text } = await poster.post({
        url,
        headers: { ...HEADERS, ...forwarded },
        body,
        timeoutMs,
        signal,
      });
      const answer = readAnswerText(text);
      if (answer.ok) {
        outages.answered(service);
        return answer;
      }
      // Whatever stands in the subgraph's place: a proxy without it, another path. It is told once, like any outage.
      const cause = new AnswerLost(service, new Error(`HTTP ${status}. ${(answer.cause as Error).message}`));
      outages.failed(cause);
      return { ...answer, cause };
    } catch (error) {
      if (!(error instanceof JsonPostError)) return { ok: false, reason: 'lost', cause: error };
      const Outage = error.isSent ? AnswerLost : ServiceUnreachable;
      const cause = new Outage(service, error.cause);
      if (signal?.aborted !== true) outages.failed(cause);
      return { ok: false, reason: error.isSent ? 'lost' : 'unreachable', cause };
    }
  }

  return {
    ask: async (service, operation, caller, signal) => {
      const answer = await send(service, operation.body ?? JSON.stringify(operation), caller, signal);
      return publicAnswer(answer, { service, signal }, log);
    },
    close: () => poster.close(),
  };
}

function urlOf(service: string, address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new ConfigError([`the supergraph has no http or https address of ${service}`]);
}
