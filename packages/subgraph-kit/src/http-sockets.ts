import { createServer, type RequestListener, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyServerFactory } from 'fastify';
import { REQUEST_TIMEOUT_MS } from './receive-timeout.ts';

/** For the headers of a request to arrive. */
const HEADERS_TIMEOUT_MS = 30_000;

/** A connection without a request stays open for so long: longer than the minute of most proxies, so that they close it, not we. */
const KEEP_ALIVE_MS = 72_000;

/** A socket on which nothing moves for so long is closed: longer than any call of a service lasts, as each has its own deadline. */
const IDLE_SOCKET_MS = 20 * 60_000;

/** How many requests may wait on one socket behind the one that is being answered. */
const MAX_WAITING = 32;

/**
 * Fastify's options for what one socket may cost, the same for every server: how long it may take, and that its requests are
 * answered one after the other. Node begins all that a client sends, without bound, though it never reads an answer.
 */
export const httpSockets = {
  requestTimeout: REQUEST_TIMEOUT_MS,
  keepAliveTimeout: KEEP_ALIVE_MS,
  connectionTimeout: IDLE_SOCKET_MS,
  serverFactory,
} as const;

/** What Fastify has of its options when it lets a server be made. */
interface SocketOptions {
  readonly http?: ServerOptions;
  readonly requestTimeout: number;
  readonly keepAliveTimeout: number;
  readonly connectionTimeout: number;
}

/** A server that knows which answers it is making. */
export interface WithUnderWay {
  readonly underWay: ReadonlySet<ServerResponse>;
}

function serverFactory(...[handle, options]: Parameters<FastifyServerFactory>): Server & WithUnderWay {
  const { http, requestTimeout, keepAliveTimeout, connectionTimeout } = options as unknown as SocketOptions;
  const times = { requestTimeout, keepAliveTimeout, headersTimeout: HEADERS_TIMEOUT_MS };
  const underWay = new Set<ServerResponse>();
  const server = createServer({ ...http, ...times }, inTurn(handle, underWay)).setTimeout(connectionTimeout);
  return Object.assign(server, { underWay });
}

/**
 * Begins a socket's next request when the one before is answered and the answer has left. A socket with more of them waiting
 * than are allowed is cut off: to stop reading is not enough, as what was read at once is parsed to its end.
 */
function inTurn(handle: RequestListener, underWay: Set<ServerResponse>): RequestListener {
  const lines = new WeakMap<Socket, (() => void)[]>();

  function next(socket: Socket): void {
    const begin = lines.get(socket)?.shift();
    if (begin && socket.writable) begin();
    else lines.delete(socket);
  }

  return (request, response) => {
    const { socket } = request;
    if (!socket.writable) return;
    const begin = (): void => {
      underWay.add(response);
      response.once('close', () => {
        underWay.delete(response);
        next(socket);
      });
      handle(request, response);
    };
    const line = lines.get(socket);
    if (line && line.length >= MAX_WAITING) socket.destroy();
    else if (line) line.push(begin);
    else {
      lines.set(socket, []);
      begin();
    }
  };
}
