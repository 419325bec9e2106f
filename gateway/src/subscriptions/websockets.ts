import type { FastifyReply, FastifyRequest } from 'fastify';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, handleProtocols } from 'graphql-ws';
import { type ServerOptions, WebSocketServer } from 'ws';
import { networkOf } from '../rate-limits/caller-key.ts';
import type { Upgrade } from './upgrades.ts';
import { type ConnectionParts, WebSocketConnection } from './websocket-connection.ts';
import { messageWriter } from './websocket-messages.ts';

/** A client that is told that its connection closes may take so long to close it, too. */
const CLOSE_TIMEOUT_MS = 5_000;

export interface WebSocketsParts<Caller> extends Omit<ConnectionParts<Caller>, 'write'> {
  readonly maxMessageBytes: number;
}

/** Takes connections by graphql-transport-ws. */
export function createWebSockets<Caller>(
  parts: WebSocketsParts<Caller>,
): (request: FastifyRequest, reply: FastifyReply, upgrade: Upgrade) => void {
  const options: ServerOptions & { closeTimeout: number } = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: parts.maxMessageBytes,
    allowSynchronousEvents: false, // others get their turns between two messages
    autoPong: false, // a client that does not read would let pongs pile up
    closeTimeout: CLOSE_TIMEOUT_MS,
    handleProtocols,
  };
  const server = new WebSocketServer(options);
  const connectionParts = { ...parts, write: messageWriter() };
  return (request, reply, { socket, head, response }) => {
    const { raw, ip: clientAddress, headers } = request;
    const refusal = parts.streams.refusalFor(networkOf(request.ip));
    if (refusal) throw refusal;
    reply.hijack();
    response.detachSocket(socket);
    server.handleUpgrade(raw, socket, head, (webSocket) => {
      webSocket.on('error', () => {}); // it closes by itself, and says why
      if (webSocket.protocol === GRAPHQL_TRANSPORT_WS_PROTOCOL)
        new WebSocketConnection(connectionParts, webSocket, socket, { headers, clientAddress }).open();
      else webSocket.close(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable');
    });
  };
}
