import type { Caller } from '../caller.ts';
import type { EngineSubgraphs } from '../engine/engine-options.ts';
import { createJsonPoster } from '../transport/json-post.ts';
import type { AskSdl } from './composed-supergraph.ts';

const QUERY = '{ _service { sdl } }';
const BODY = JSON.stringify({ query: QUERY });
const HEADERS = { 'content-type': 'application/json', accept: 'application/json' };
const TIMEOUT_MS = 5_000;
const MAX_BYTES = 16 * 1024 * 1024;

/** Asks subgraphs for their SDL over HTTP, as the federation specification has it. */
export function sdlOverHttp(): { ask: AskSdl; close(): Promise<void> } {
  const poster = createJsonPoster({ connections: 1, connectTimeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES });
  return {
    ask: async (subgraph, url) => {
      const { status, text } = await poster.post({
        url: new URL(url),
        headers: HEADERS,
        body: BODY,
        timeoutMs: TIMEOUT_MS,
      });
      const sdl = sdlIn(text);
      if (sdl === undefined) throw new Error(`The subgraph ${subgraph} does not say its SDL: HTTP ${status}.`);
      return sdl;
    },
    close: () => poster.close(),
  };
}

/** Asks the services of this graph as the gateway asks them everything, in nobody's name. */
export function askSdlOf(subgraphs: EngineSubgraphs<Caller>): AskSdl {
  return async (subgraph) => {
    const answer = await subgraphs.ask(subgraph, { query: QUERY }, { clientAddress: '' });
    const sdl = answer.ok ? sdlOf(answer.result) : undefined;
    if (sdl === undefined) throw new Error(`The subgraph ${subgraph} does not say its SDL.`, { cause: answer });
    return sdl;
  };
}

function sdlOf({ data }: { data?: unknown }): string | undefined {
  const { _service: service } = (data ?? {}) as { _service?: { sdl?: unknown } };
  return typeof service?.sdl === 'string' ? service.sdl : undefined;
}

function sdlIn(text: string): string | undefined {
  try {
    return sdlOf(JSON.parse(text) as { data?: unknown });
  } catch {
    return undefined;
  }
}
