import { isAscii } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { type AbortSignalLike, CollectedBytes } from '@accounts-center/subgraph-kit';
import { Agent, type Dispatcher } from 'undici';
import type { NoAnswerReason } from './subgraph-transport.ts';

export interface JsonPost {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignalLike | undefined;
}

/** An answer, of whatever status. */
export interface JsonAnswer {
  readonly status: number;
  readonly text: string;
  /** The header of this name. */
  readonly cacheControl: string | undefined;
}

/** Sends JSON bodies over connections that stay open. */
export interface JsonPoster {
  /**
   * @throws JsonPostError when none comes in time, or nobody waits for it any more
   */
  post(request: JsonPost): Promise<JsonAnswer>;
  close(): Promise<void>;
}

/** There is no answer. */
export class JsonPostError extends Error {
  readonly reason: NoAnswerReason;

  constructor(reason: NoAnswerReason, cause: unknown) {
    super('A request over HTTP got no answer.', { cause });
    this.name = 'JsonPostError';
    this.reason = reason;
  }
}

export function createJsonPoster(settings: {
  connections: number;
  connectTimeoutMs: number;
  maxBytes: number;
}): JsonPoster {
  const { connections, connectTimeoutMs, maxBytes } = settings;
  // The deadline of each request governs, so undici's own time-outs are off.
  const agent = new Agent({ connections, headersTimeout: 0, bodyTimeout: 0, connect: { timeout: connectTimeoutMs } });
  return {
    post: (request) =>
      new Promise((resolve, reject) => {
        const { url, headers, body } = request;
        const reader = new AnswerReader(request, maxBytes, resolve, reject);
        if (request.signal?.aborted) return reader.stop(GONE);
        agent.dispatch({ origin: url.origin, path: url.pathname + url.search, method: 'POST', headers, body }, reader);
      }),
    close: () => agent.close(),
  };
}

const GONE = new Error('Nobody waits for the answer any more.');

/** Reads an answer as it arrives, without a stream in between. */
class AnswerReader implements Dispatcher.DispatchHandler {
  readonly #request: JsonPost;
  readonly #maxBytes: number;
  readonly #resolve: (answer: JsonAnswer) => void;
  readonly #reject: (error: JsonPostError) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #onAbort = (): void => this.stop(GONE);
  readonly #collected = new CollectedBytes();
  #status = 0;
  #cacheControl: string | undefined;
  #isSent = false;
  #isOver = false;
  #controller: Dispatcher.DispatchController | undefined;

  constructor(
    request: JsonPost,
    maxBytes: number,
    resolve: (answer: JsonAnswer) => void,
    reject: (error: JsonPostError) => void,
  ) {
    const { timeoutMs, signal } = request;
    this.#request = request;
    this.#maxBytes = maxBytes;
    this.#resolve = resolve;
    this.#reject = reject;
    const late = (): void => this.stop(new Error(`No answer within ${timeoutMs} ms.`), 'timed-out');
    this.#timer = setTimeout(late, timeoutMs);
    signal?.addEventListener('abort', this.#onAbort);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#isOver) controller.abort(GONE);
    else this.#isSent = true;
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    this.#status = status;
    this.#cacheControl = headers['cache-control'];
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#collected.sizeBytes + chunk.length > this.#maxBytes)
      this.stop(new Error(`The answer is larger than ${this.#maxBytes} bytes.`), 'unusable');
    else this.#collected.add(chunk);
  }

  onResponseEnd(): void {
    this.#end();
    const bytes = this.#collected.bytes();
    const text = bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
    this.#resolve({ status: this.#status, text, cacheControl: this.#cacheControl });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.stop(error);
  }

  stop(error: Error, reason: NoAnswerReason = this.#isSent ? 'lost' : 'unreachable'): void {
    this.#end();
    this.#reject(new JsonPostError(reason, error));
    this.#controller?.abort(error);
  }

  #end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#request.signal?.removeEventListener('abort', this.#onAbort);
  }
}
