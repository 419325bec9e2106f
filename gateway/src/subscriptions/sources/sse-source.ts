import { createClient } from 'graphql-sse';
import { Agent, fetch, type RequestInit, type Response } from 'undici';
import { readAnswer, readAnswerText } from '../../transport/read-answer.ts';
import type { SubgraphAnswer } from '../../transport/subgraph-transport.ts';
import { GAP, type OpenSource, type SourceRequest, type SourceSink } from './event-source.ts';
import { Attempts, createReader, MAX_CONNECTIONS, type RemoteParts, waitLonger } from './remote.ts';

const CONNECT_TIMEOUT_MS = 5_000;
const HEADERS_TIMEOUT_MS = 30_000;

/** An answer instead of a stream: another attempt would get the same. */
class Refused extends Error {
  readonly answer: SubgraphAnswer;

  constructor(answer: SubgraphAnswer) {
    super('The subgraph sends no events.');
    this.answer = answer;
  }
}

/** Subscribes by server-sent events: the protocol of npm `graphql-sse`, each subscription on a connection of its own. */
export function sseSource<Caller>(parts: RemoteParts<Caller>): {
  readonly open: OpenSource<Caller>;
  close(): Promise<void>;
} {
  const { urlOf, headersFor, wait = waitLonger, maxConnections = MAX_CONNECTIONS } = parts;
  const reader = createReader(parts.log);
  // A stream may be silent for as long as it likes.
  const connect = { timeout: CONNECT_TIMEOUT_MS };
  const agent = new Agent({ bodyTimeout: 0, headersTimeout: HEADERS_TIMEOUT_MS, connect });
  let openCount = 0;

  function begin({ service, operation, caller }: SourceRequest<Caller>, sink: SourceSink): () => void {
    const attempts = new Attempts();
    let failure: unknown;

    async function fetchStream(url: string, init: RequestInit): Promise<Response> {
      attempts.begin();
      try {
        const response = await openStream(url, { ...init, dispatcher: agent });
        // What was told in between is gone.
        if (attempts.wasReached) sink.push(GAP);
        attempts.reached();
        reader.reached(service);
        failure = new Error('The stream broke off.');
        return response;
      } catch (error) {
        failure = error;
        throw error;
      }
    }

    async function retry(): Promise<void> {
      if (failure instanceof Refused || !attempts.isAnyLeft) throw failure;
      reader.lost(service, failure);
      await wait(attempts.count);
    }

    const url = urlOf(service)?.href;
    if (url === undefined) throw new Error(`${service} has no address for subscriptions.`);
    const headers = async (): Promise<Record<string, string>> => ({ ...(await headersFor(service, caller)) });
    const client = createClient({ url, headers, fetchFn: fetchStream, retryAttempts: Infinity, retry });
    const { query, variables } = operation;
    return client.subscribe(
      { query, ...(variables && { variables: { ...variables } }) },
      {
        next: (result) => sink.push(reader.eventOf(service, readAnswer(result))),
        error: (error) => {
          const isAnswer = error instanceof Refused && error.answer.ok;
          sink.push(isAnswer ? reader.eventOf(service, error.answer) : reader.unreachable(service, error));
          sink.end();
        },
        complete: () => sink.end(),
      },
    );
  }

  const open: OpenSource<Caller> = (request, sink) => {
    try {
      if (openCount >= maxConnections) throw new Error('There are too many connections.');
      const close = begin(request, sink);
      openCount += 1;
      let isClosed = false;
      return () => {
        if (isClosed) return;
        isClosed = true;
        openCount -= 1;
        close();
      };
    } catch (error) {
      sink.push(reader.unreachable(request.service, error));
      sink.end();
      return () => undefined;
    }
  };
  return { open, close: () => agent.destroy() };
}

async function openStream(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if (response.ok && response.headers.get('content-type')?.startsWith('text/event-stream')) return response;
  const answer = readAnswerText(await response.text());
  if (answer.ok || isRefusal(response.status)) throw new Refused(answer);
  throw new Error(`HTTP ${response.status}, and no stream of events.`);
}

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}
