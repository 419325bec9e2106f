import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';

/** A request whose body does not end by itself. */
export interface EndlessUpload {
  /** The status of the answer. */
  readonly status: Promise<number | undefined>;
  /** When the other side has cut the connection. */
  readonly cutOff: Promise<unknown>;
  /** Gives up. */
  stop(): void;
}

/** Sends a chunk of a JSON body every few milliseconds, answered or not. */
export function sendEndlessly(url: string, { chunk, everyMs }: { chunk: string; everyMs: number }): EndlessUpload {
  const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
  const request = httpRequest(url, { method: 'POST', headers });
  const timer = setInterval(() => request.write(chunk), everyMs);
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  request.on('error', () => {}).on('close', () => clearInterval(timer));
  return {
    status: answered.then(([answer]) => answer.resume().statusCode),
    cutOff: once(request, 'close'),
    stop: () => void request.destroy(),
  };
}
