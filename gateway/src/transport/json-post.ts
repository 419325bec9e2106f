import { Agent, type Dispatcher } from 'undici';

/** Sends JSON bodies over connections that stay open. */
export interface JsonPoster {
  /**
   * @returns the text of the answer, of whatever status
   * @throws JsonPostError when none comes in time
   */
  post(request: {
    url: URL;
    headers: Readonly<Record<string, string>>;
    body: string;
    timeoutMs: number;
  }): Promise<string>;
  close(): Promise<void>;
}

/** There is no answer. */
export class JsonPostError extends Error {
  /** Whether the request may have arrived. */
  readonly isSent: boolean;

  constructor(isSent: boolean, cause: unknown) {
    super('A request over HTTP got no answer.', { cause });
    this.name = 'JsonPostError';
    this.isSent = isSent;
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
    post: ({ url, headers, body, timeoutMs }) =>
      new Promise((resolve, reject) => {
        const reader = answerReader({ maxBytes, timeoutMs, resolve, reject });
        agent.dispatch({ origin: url.origin, path: url.pathname + url.search, method: 'POST', headers, body }, reader);
      }),
    close: () => agent.close(),
  };
}

/** Reads an answer as it arrives, without a stream in between. */
function answerReader({
  maxBytes,
  timeoutMs,
  resolve,
  reject,
}: {
  maxBytes: number;
  timeoutMs: number;
  resolve: (text: string) => void;
  reject: (error: Error) => void;
}): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  let isSent = false;
  let controller: Dispatcher.DispatchController | undefined;
  const stop = (error: Error): void => {
    clearTimeout(timer);
    reject(new JsonPostError(isSent, error));
    controller?.abort(error);
  };
  const timer = setTimeout(() => stop(new Error(`No answer within ${timeoutMs} ms.`)), timeoutMs);
  return {
    onRequestStart: (started) => {
      controller = started;
      isSent = true;
    },
    onResponseStart: () => {},
    onResponseData: (_, chunk) => {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) stop(new Error(`The answer is larger than ${maxBytes} bytes.`));
      else chunks.push(chunk);
    },
    onResponseEnd: () => {
      clearTimeout(timer);
      resolve((chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)).toString('utf8'));
    },
    onResponseError: (_, error) => stop(error),
  };
}
