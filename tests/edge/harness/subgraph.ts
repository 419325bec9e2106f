import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { ApolloServer, HeaderMap } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

/** What a subgraph does with what it is asked: `dies` breaks the connection off; `waits` answers when it is let go. */
export type Behaviour = 'answers' | 'hangs' | 'dies' | 'dies once' | 'waits';

/** A subgraph on Apollo Server, over HTTP and, for subscriptions, WebSockets. */
export interface Subgraph extends AsyncDisposable {
  readonly url: string;
  readonly typeDefs: string;
  /** What came over HTTP. */
  readonly calls: { readonly headers: IncomingHttpHeaders; readonly query: string }[];
  behaviour: Behaviour;
  /** Answers those that wait. */
  letGo(): void;
}

type Resolvers = NonNullable<
  Parameters<typeof buildSubgraphSchema>[0] extends infer T ? (T extends { resolvers?: infer R } ? R : never) : never
>;

export async function startSubgraph(typeDefs: string, resolvers: Resolvers): Promise<Subgraph> {
  const schema = buildSubgraphSchema({ typeDefs: parse(typeDefs), resolvers });
  const apollo = new ApolloServer({ schema, plugins: [ApolloServerPluginInlineTraceDisabled()] });
  await apollo.start();
  const waiting: (() => void)[] = [];
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await json(request)) as { query: string };
    subgraph.calls.push({ headers: request.headers, query: body.query });
    const { behaviour } = subgraph;
    if (behaviour === 'hangs') return;
    if (behaviour === 'dies once') subgraph.behaviour = 'answers';
    if (behaviour === 'dies once' || behaviour === 'dies') return void response.destroy();
    if (behaviour === 'waits') await new Promise<void>((resolve) => waiting.push(resolve));
    await answer(apollo, body, response);
  }
  const server = createServer((request, response) => void serve(request, response));
  const sockets = addSockets(server, schema);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const subgraph: Subgraph = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    typeDefs,
    calls: [],
    behaviour: 'answers',
    letGo: () => {
      for (const go of waiting.splice(0)) go();
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      server.close();
      await apollo.stop();
    },
  };
  return subgraph;
}

function addSockets(server: Server, schema: GraphQLSchema): WebSocketServer {
  const sockets = new WebSocketServer({ server, path: '/graphql' });
  useServer({ schema }, sockets);
  return sockets;
}

async function answer(apollo: ApolloServer, body: unknown, response: ServerResponse): Promise<void> {
  const headers = new HeaderMap([['content-type', 'application/json']]);
  const result = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: 'POST', headers, body, search: '' },
    context: async () => ({}),
  });
  response.writeHead(result.status ?? 200, Object.fromEntries(result.headers));
  response.end(result.body.kind === 'complete' ? result.body.string : '');
}
