import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';

/** A request that wants to go on as a WebSocket. */
export interface Upgrade {
  readonly socket: Socket;
  readonly head: Buffer;
  /** For the answer, when it is none. */
  readonly response: ServerResponse;
}

const NOT_IMPLEMENTED = 'HTTP/1.1 501 Not Implemented\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';

/**
 * Lets requests for WebSockets pass the server's hooks and routes like all others, so that whatever protects those protects these.
 * @returns what a request brought for it, on a route that can take it
 */
export function addUpgrades(server: FastifyInstance): (request: IncomingMessage) => Upgrade | undefined {
  const upgrades = new WeakMap<IncomingMessage, Upgrade>();
  server.server.on('upgrade', (request: IncomingMessage, duplex: Duplex, head: Buffer) => {
    const socket = duplex as Socket;
    // Nobody else listens any more.
    socket.on('error', () => socket.destroy());
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') return void socket.end(NOT_IMPLEMENTED);
    const response = responseOn(socket, request);
    if (!response) return void socket.destroy();
    upgrades.set(request, { socket, head, response });
    server.routing(request, response);
  });
  return (request) => upgrades.get(request);
}

/** Nothing where the socket still has another request to answer: no client asks for a WebSocket then, and Node throws. */
function responseOn(socket: Socket, request: IncomingMessage): ServerResponse | undefined {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  try {
    response.assignSocket(socket);
  } catch {
    return undefined;
  }
  return response.once('finish', () => socket.end());
}
