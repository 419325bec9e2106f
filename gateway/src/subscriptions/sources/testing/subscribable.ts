import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/http';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

const TICKS_SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { now: Int }
  type Subscription { ticked(of: String!): Tick fails: Tick }
  type Tick @key(fields: "id") { id: ID! secret: String }`;

/** A subgraph with a server of its own that can be subscribed to, over WebSockets and by server-sent events. */
export interface Subscribable {
  readonly url: string;
  /** Headers of each connection, or request, that came, and what `connection_init` brought. */
  readonly connections: { readonly headers: IncomingHttpHeaders; params?: unknown }[];
  /** How many subscriptions are open. */
  readonly open: () => number;
  /** Tells an event to all who subscribe. */
  tick(id: string): void;
  /** Breaks all connections off. */
  breakOff(): void;
  /** Completes all subscriptions. */
  complete(): void;
  stop(): Promise<void>;
}

export async function startSubscribable(port = 0): Promise<Subscribable> {
  const hearers = new Set<(id: string | undefined) => void>();
  const connections: Subscribable['connections'] = [];
  const schema = schemaOf(hearers);
  const sse = createHandler({ schema });
  const server = createServer((request, response) => {
    connections.push({ headers: request.headers });
    if (request.headers.authorization === 'Bearer nobody')
      response.writeHead(401).end('{"errors":[{"message":"No","extensions":{"code":"UNAUTHENTICATED"}}]}');
    else void sse(request, response);
  });
  const sockets = new WebSocketServer({ server, path: '/graphql' });
  useServer(
    {
      schema,
      onConnect: ({ connectionParams, extra }) => {
        connections.push({ headers: extra.request.headers, params: connectionParams });
      },
    },
    sockets,
  );
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const breakOff = (): void => {
    for (const socket of sockets.clients) socket.terminate();
    server.closeAllConnections();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    connections,
    open: () => hearers.size,
    tick: (id) => hearers.forEach((hear) => hear(id)),
    complete: () => hearers.forEach((hear) => hear(undefined)),
    breakOff,
    stop: async () => {
      breakOff();
      await closed(server);
    },
  };
}

async function closed(server: Server): Promise<void> {
  server.close();
  if (server.listening) await once(server, 'close');
}

function schemaOf(hearers: Set<(id: string | undefined) => void>): GraphQLSchema {
  const ticks = (): AsyncIterableIterator<unknown> => {
    const waiting: (string | undefined)[] = [];
    let wake = (): void => undefined;
    const hear = (id: string | undefined): void => {
      waiting.push(id);
      wake();
    };
    hearers.add(hear);
    return {
      next: async () => {
        while (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        const id = waiting.shift();
        if (id === undefined) hearers.delete(hear);
        return id === undefined ? { done: true, value: undefined } : { done: false, value: { id } };
      },
      return: async () => {
        hearers.delete(hear);
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  };
  const secret = (): never => {
    throw new Error('The password is x');
  };
  const fails = (): never => {
    throw Object.assign(new Error('Not you'), { extensions: { code: 'FORBIDDEN' } });
  };
  const resolvers = {
    Subscription: {
      ticked: { subscribe: ticks, resolve: (tick: unknown) => tick },
      fails: { subscribe: fails },
    },
    Tick: { secret },
  };
  return buildSubgraphSchema({ typeDefs: parse(TICKS_SDL), resolvers });
}
