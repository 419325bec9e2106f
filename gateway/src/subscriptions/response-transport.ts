import type { ServerResponse } from 'node:http';
import { errorBody } from '@accounts-center/subgraph-kit';
import type { FastifyReply } from 'fastify';
import type { Message } from './client-buffer.ts';
import { ClientStream, type Ending, type StreamParts, type Transport } from './client-stream.ts';
import type { ConnectedCaller } from './connected-caller.ts';
import { Sending } from './sending.ts';

/** A client that is told that its stream ends may take so long to read that. */
const CLOSE_TIMEOUT_MS = 5_000;

/** How results stand in a response that goes on. */
export interface StreamFormat {
  readonly contentType: string;
  readonly head: string;
  readonly heartbeat: string;
  write(message: Message, missed: number): Buffer | string;
  /** Whether clients come back by themselves when the stream ends without the end of an operation. */
  readonly comesBack: boolean;
  /** The last words to a client. @param problem why its operations end before they are over, if there is anything to say */
  end(problem: object | undefined, open: readonly string[]): string;
}

/** Why a stream ends that is not over, as its client reads it. */
const PROBLEMS: Readonly<Partial<Record<Ending, readonly [message: string, code: string]>>> = {
  slow: ['Events come faster than they are read.', 'TOO_SLOW'],
  unauthenticated: ['The access token is expired or invalid.', 'UNAUTHENTICATED'],
  restart: ['The server restarts. Subscribe again.', 'SERVICE_RESTART'],
};

/** A response over which events go. */
class ResponseTransport implements Transport {
  readonly #response: ServerResponse;
  readonly #format: StreamFormat;
  readonly #sending: Sending | undefined;

  constructor(response: ServerResponse, format: StreamFormat) {
    this.#response = response;
    this.#format = format;
    this.#sending = response.socket ? new Sending(response.socket) : undefined;
    response.write(format.head);
  }

  get unsentBytes(): number {
    return this.#response.writableLength;
  }

  write(message: Message, missed: number): void {
    const frame = this.#format.write(message, missed);
    if (frame.length > 0) this.#response.write(frame);
  }

  beat(isBlocked: boolean): boolean {
    if (isBlocked) return this.#sending?.hasMoved() === true;
    this.#response.write(this.#format.heartbeat);
    return true;
  }

  end(why: Ending, open: readonly string[]): void {
    const [message, code] = (why === 'restart' && this.#format.comesBack ? undefined : PROBLEMS[why]) ?? [];
    const problem = message === undefined || code === undefined ? undefined : errorBody(message, code).errors[0];
    const response = this.#response;
    const cutOff = setTimeout(() => response.destroy(), CLOSE_TIMEOUT_MS);
    response.once('close', () => clearTimeout(cutOff));
    response.end(this.#format.end(problem, open));
  }

  destroy(): void {
    this.#response.destroy();
  }
}

/** Begins a response that goes on, with the headers that the server's hooks have set. */
export function openResponse<Caller>(
  reply: FastifyReply,
  format: StreamFormat,
  caller: ConnectedCaller<Caller>,
  parts: StreamParts<Caller>,
): ClientStream<Caller> {
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value);
  reply.hijack();
  // It was read, and the request stays as long as its answer.
  reply.request.body = undefined;
  const { raw } = reply;
  raw.writeHead(200, { 'content-type': format.contentType, 'x-accel-buffering': 'no' });
  const stream = new ClientStream(parts, caller, new ResponseTransport(raw, format));
  raw.on('drain', () => stream.flush());
  if (raw.closed) stream.closed();
  else raw.once('close', () => stream.closed());
  return stream;
}
