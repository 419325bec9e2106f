import { AnswerLost, ConfigError, createOutages, ServiceUnreachable } from '@accounts-center/subgraph-kit';
import type { Caller } from '../caller.ts';
import { settingsOfSubgraph } from '../settings/settings.ts';
import { namesOfServed, subgraphAddresses } from '../supergraph.ts';
import { type GuardedSubgraphs, type GuardedSubgraphsParts, guardSubgraphs } from '../transport/guarded-subgraphs.ts';
import { createJsonPoster, JsonPostError, type JsonPoster } from '../transport/json-post.ts';
import { readHttpAnswer } from '../transport/read-answer.ts';
import type { SubgraphAnswer, SubgraphRequest } from '../transport/subgraph-transport.ts';

const CONNECT_TIMEOUT_MS = 2_000;
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const HEADERS = { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json' };

export interface HttpSubgraphs extends GuardedSubgraphs<Caller> {
  close(): Promise<void>;
}

/**
 * Subgraphs that are asked over plain HTTP.
 * @param parts.addressOf where a subgraph is now
 */
export function createHttpSubgraphs(
  parts: Omit<GuardedSubgraphsParts<Caller>, 'send'> & { addressOf: (service: string) => string | undefined },
): HttpSubgraphs {
  const { addressOf, ...others } = parts;
  const urls = new Map<string, URL | undefined>();
  const outages = createOutages(parts.log);
  const posters = new Map<string, JsonPoster>();

  function urlOf(service: string): URL | undefined {
    const address = addressOf(service) ?? '';
    const url = urls.get(address) ?? httpUrl(address);
    urls.set(address, url);
    return url;
  }

  /** Each subgraph has connections of its own: one that hangs can't keep those that others at the same address need. */
  function posterOf(service: string): JsonPoster {
    let poster = posters.get(service);
    if (!poster) {
      const { maxConcurrent: connections } = settingsOfSubgraph(parts.settings, service);
      poster = createJsonPoster({ connections, connectTimeoutMs: CONNECT_TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES });
      posters.set(service, poster);
    }
    return poster;
  }

  async function send({ service, operation, headers, timeoutMs, signal }: SubgraphRequest): Promise<SubgraphAnswer> {
    const url = urlOf(service);
    if (!url) throw new Error(`${service} has no address.`);
    const { query, variables, operationName } = operation;
    const body = operation.body ?? JSON.stringify({ query, variables, operationName });
    try {
      const call = { url, headers: Object.assign(headers, HEADERS), body, timeoutMs, signal };
      const answer = readHttpAnswer(await posterOf(service).post(call));
      if (answer.ok) {
        outages.answered(service);
        return answer;
      }
      // Whatever stands in the subgraph's place: a proxy without it, another path. It is told once, like any outage.
      const cause = new AnswerLost(service, answer.cause);
      outages.failed(cause);
      return { ...answer, cause };
    } catch (error) {
      if (!(error instanceof JsonPostError)) return { ok: false, reason: 'lost', cause: error };
      const Outage = error.reason === 'unreachable' ? ServiceUnreachable : AnswerLost;
      const cause = new Outage(service, error.cause);
      if (signal?.aborted !== true) outages.failed(cause);
      return { ok: false, reason: error.reason, cause };
    }
  }

  return {
    ...guardSubgraphs({ ...others, send }),
    close: async () => {
      await Promise.all(Array.from(posters.values(), (poster) => poster.close()));
    },
  };
}

/**
 * Checks that every subgraph with a server can be called.
 * @throws ConfigError that names all that can't, GraphQLError when the text is no supergraph
 */
export function checkAddresses(supergraphSdl: string): void {
  const addresses = subgraphAddresses(supergraphSdl);
  const wrong = namesOfServed(addresses).filter((name) => !httpUrl(addresses.get(name)));
  if (wrong.length > 0)
    throw new ConfigError(wrong.map((name) => `the supergraph has no http or https address of ${name}`));
}

function httpUrl(address: string | undefined): URL | undefined {
  const url = address !== undefined && URL.canParse(address) ? new URL(address) : undefined;
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : undefined;
}
