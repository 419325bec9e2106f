import { CollectedBytes } from '@accounts-center/subgraph-kit';
import { createClient } from 'graphql-sse';
import { Agent, fetch, type RequestInit, type Response } from 'undici';
import { readAnswer, readAnswerText } from '../../transport/read-answer.ts';
import type { SubgraphAnswer } from '../../transport/subgraph-transport.ts';
import { GAP, type OpenSource, type SourceRequest, type SourceSink } from './event-source.ts';
import { Attempts, createReader, MAX_EVENT_BYTES, type Reader, type RemoteParts, waitLonger } from './remote.ts';
import { endWithoutConnection, SourceConnections } from './source-connections.ts';
import { EventTooLarge, wholeEvents } from './whole-events.ts';

const CONNECT_TIMEOUT_MS = 5_000;
const HEADERS_TIMEOUT_MS = 30_000;
/** So much of an answer that is no stream is read, and for so long. */
const MAX_ANSWER_BYTES = 64 * 1024;
const ANSWER_TIMEOUT_MS = 30_000;

type Stream = NonNullable<Response['body']>;

interface Parts<Caller> extends RemoteParts<Caller> {
  readonly agent: Agent;
  readonly reader: Reader;
}

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
  const connections = new SourceConnections(parts.limitsOf);
  const reader = createReader(parts.log);
  // A stream may be silent for as long as it likes.
  const connect = { timeout: CONNECT_TIMEOUT_MS };
  const agent = new Agent({ bodyTimeout: 0, headersTimeout: HEADERS_TIMEOUT_MS, connect });

  const open: OpenSource<Caller> = (request, sink) => {
    const leave = connections.take(request.service, parts.keyOf(request.caller));
    if (!leave) {
      endWithoutConnection(sink);
      return () => undefined;
    }
    try {
      const close = subscribe(request, sink, { ...parts, agent, reader });
      return () => {
        leave();
        close();
      };
    } catch (error) {
      leave();
      sink.push(reader.unreachable(request.service, error));
      sink.end();
      return () => undefined;
    }
  };
  return { open, close: () => agent.destroy() };
}

function subscribe<Caller>(
  { service, operation, caller }: SourceRequest<Caller>,
  sink: SourceSink,
  { urlOf, headersFor, wait = waitLonger, answerTimeoutMs = ANSWER_TIMEOUT_MS, agent, reader }: Parts<Caller>,
): () => void {
  const attempts = new Attempts();
  let failure: unknown;

  function fail(error: unknown): never {
    failure = error;
    throw error;
  }

  /** Gives what graphql-sse needs of a response. */
  async function fetchStream(url: string, init: RequestInit): Promise<{ ok: true; body: AsyncIterable<Uint8Array> }> {
    attempts.begin();
    try {
      const stream = await openStream(url, { ...init, dispatcher: agent }, answerTimeoutMs);
      // What was told in between is gone.
      if (attempts.wasReached) sink.push(GAP);
      attempts.reached();
      reader.reached(service);
      failure = new Error('The stream broke off.');
      return { ok: true, body: eventsIn(stream, fail) };
    } catch (error) {
      return fail(error);
    }
  }

  async function retry(): Promise<void> {
    const isFinal = failure instanceof Refused || failure instanceof EventTooLarge;
    if (isFinal || !attempts.isAnyLeft) throw failure;
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

/** @throws Refused where another attempt would get the same answer, which is no stream */
async function openStream(url: string, init: RequestInit, answerTimeoutMs: number): Promise<Stream> {
  const response = await fetch(url, init);
  const { ok, body, headers, status } = response;
  if (ok && body && headers.get('content-type')?.startsWith('text/event-stream')) return body;
  const answer = readAnswerText(body ? await beginningOf(body, answerTimeoutMs) : '');
  if (answer.ok || isRefusal(status)) throw new Refused(answer);
  throw new Error(`HTTP ${status}, and no stream of events.`);
}

/** @param fail is told why a stream has failed, and throws it */
async function* eventsIn(stream: Stream, fail: (error: unknown) => never): AsyncGenerator<Uint8Array, void> {
  try {
    yield* wholeEvents(stream, MAX_EVENT_BYTES);
  } catch (error) {
    fail(error);
  }
}

/**
 * The text of an answer, as far as it is read: it may have no end.
 * @throws when neither its end nor enough of it comes in time
 */
async function beginningOf(stream: Stream, timeoutMs: number): Promise<string> {
  const reader = stream.getReader();
  const read = new CollectedBytes();
  let isLate = false;
  // It rejects where the connection has broken.
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  const timer = setTimeout(() => {
    isLate = true;
    cancel();
  }, timeoutMs);
  try {
    while (read.sizeBytes <= MAX_ANSWER_BYTES) {
      const { value } = (await reader.read()) as { readonly value?: Uint8Array };
      if (isLate) throw new Error(`No events, and no whole answer within ${timeoutMs} ms.`);
      if (value === undefined) break;
      read.add(Buffer.from(value));
    }
    return read.bytes().toString();
  } finally {
    clearTimeout(timer);
    cancel();
  }
}

function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}
