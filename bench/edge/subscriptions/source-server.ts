import { createServer, type Server } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, executeSync, parse } from 'graphql';
import { type WebSocket, WebSocketServer } from 'ws';
import { sdlOf } from '../graphs.ts';
import { ITEM_ID } from './item.ts';

interface ClientMessage {
  readonly type: string;
  readonly id?: string;
  readonly payload?: { readonly query?: string };
}

/** A subgraph that is subscribed to by graphql-transport-ws, and has events when it is told to. */
export interface Source {
  readonly server: Server;
  /** Tells all subscribers of the event with this number. */
  emit(number: number): void;
  subscriptions(): number;
}

const schema = buildSubgraphSchema({ typeDefs: parse(sdlOf('subscriptions/news.graphql')) });

/** It speaks just enough of the protocol for gateways, and executes an operation once for all who asked in the same words. */
export function createSource(): Source {
  const connections = new Map<WebSocket, Map<string, string>>();
  const documents = new Map<string, DocumentNode>();
  const server = createServer();
  const webSockets = new WebSocketServer({ server, perMessageDeflate: false });

  function take(socket: WebSocket, { type, id = '', payload }: ClientMessage): void {
    if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
    if (type === 'ping') socket.send('{"type":"pong"}');
    if (type === 'complete') connections.get(socket)?.delete(id);
    if (type !== 'subscribe' || payload?.query === undefined) return;
    if (!documents.has(payload.query)) documents.set(payload.query, parse(payload.query));
    connections.get(socket)?.set(id, payload.query);
  }

  webSockets.on('connection', (socket) => {
    connections.set(socket, new Map());
    socket.on('message', (data: Buffer) => take(socket, JSON.parse(data.toString()) as ClientMessage));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => connections.delete(socket));
  });

  return {
    server,
    emit: (number) => {
      const rootValue = { changed: { __typename: 'Item', id: ITEM_ID, number } };
      const results = new Map<string, string>();
      for (const [socket, subscriptions] of connections) {
        for (const [id, query] of subscriptions) {
          const document = documents.get(query);
          if (!document) continue;
          const result = results.get(query) ?? JSON.stringify(executeSync({ schema, document, rootValue }));
          results.set(query, result);
          socket.send(`{"type":"next","id":${JSON.stringify(id)},"payload":${result}}`);
        }
      }
    },
    subscriptions: () => [...connections.values()].reduce((sum, { size }) => sum + size, 0),
  };
}
