import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { createClient as createSseClient, NetworkError } from 'graphql-sse';
import { createClient as createWebSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { GatewayProcess } from './gateway-process.ts';

/** Every way in which clients reach a gateway. */
export const WAYS = ['graphql-ws', 'graphql-sse', 'graphql-sse, single connection', 'Apollo Client'] as const;
export type Way = (typeof WAYS)[number];

export interface Asked {
  readonly query: string;
  readonly token?: string | undefined;
}

/** What a client is told, in the same words whatever way it comes. */
export interface Heard {
  readonly data: unknown[];
  /** The codes of errors, and by what a connection ended: `UNAUTHENTICATED`, `4403`. */
  readonly codes: string[];
  readonly isOver: () => boolean;
  end(): void;
}

interface Sink {
  next(result: { data?: unknown; errors?: readonly unknown[] | undefined; error?: unknown }): void;
  error(error: unknown): void;
  complete(): void;
}

/** Sends an operation, and listens until it ends. */
export function send(way: Way, gateway: Pick<GatewayProcess, 'url' | 'webSocketUrl'>, asked: Asked): Heard {
  const [data, codes]: [unknown[], string[]] = [[], []];
  let isOver = false;
  async function tell(error: unknown, isLast: boolean): Promise<void> {
    codes.push(...(await codesOf(error)));
    isOver ||= isLast;
  }
  const end = OPENERS[way](gateway, asked, {
    next: (result) => {
      if (result.data !== undefined && result.data !== null) data.push(result.data);
      void tell(result.errors ?? result.error, false);
    },
    error: (error) => void tell(error, true),
    complete: () => {
      isOver = true;
    },
  });
  return { data, codes, isOver: () => isOver, end };
}

type Open = (gateway: Pick<GatewayProcess, 'url' | 'webSocketUrl'>, asked: Asked, sink: Sink) => () => void;

const OPENERS: Readonly<Record<Way, Open>> = {
  'graphql-ws': ({ webSocketUrl: url }, { query, token }, sink) => {
    const connectionParams = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const client = createWebSocketClient({ url, webSocketImpl: WebSocket, retryAttempts: 0, connectionParams });
    client.subscribe({ query }, { ...sink, complete: () => (sink.complete(), void client.dispose()) });
    return () => void client.dispose();
  },
  'graphql-sse': ({ url }, asked, sink) => openSse(url, false, asked, sink),
  'graphql-sse, single connection': ({ url }, asked, sink) => openSse(`${url}/stream`, true, asked, sink),
  'Apollo Client': ({ url }, { query, token }, sink) => {
    const link: ApolloLink = new HttpLink({ uri: url, headers: headersOf(token) });
    const client = new ApolloClient({ link, cache: new InMemoryCache() });
    const document = gql(query);
    if (query.startsWith('subscription')) {
      const subscription = client.subscribe({ query: document, fetchPolicy: 'no-cache' }).subscribe(sink);
      return () => subscription.unsubscribe();
    }
    const options = { fetchPolicy: 'no-cache', errorPolicy: 'all' } as const;
    void client
      .query({ query: document, ...options })
      .then(sink.next)
      .then(sink.complete, sink.error);
    return () => client.stop();
  },
};

function openSse(url: string, singleConnection: boolean, { query, token }: Asked, sink: Sink): () => void {
  const headers = headersOf(token);
  const client = createSseClient<boolean>({ url, singleConnection, retryAttempts: 0, headers, fetchFn: fetchReadable });
  client.subscribe({ query }, { ...sink, complete: () => (sink.complete(), client.dispose()) });
  return () => client.dispose();
}

/** The client ends a request that was refused before anybody can read why. */
const fetchReadable: typeof fetch = async (...asked) => {
  const answer = await fetch(...asked);
  return answer.ok ? answer : new Response(await answer.text(), answer);
};

function headersOf(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

/** The codes of errors that are GraphQL's, be they in an answer that was refused; else how a connection ended. */
async function codesOf(error: unknown): Promise<string[]> {
  if (error === undefined || error === null) return [];
  const answer = error instanceof NetworkError ? (error.response as Response | undefined) : undefined;
  if (answer) return codesOf(((await answer.json()) as FormattedExecutionResult).errors);
  const { errors = error, code, message } = error as { errors?: unknown; code?: number; message?: string };
  if (!Array.isArray(errors)) return [String(code ?? message)];
  return (errors as readonly GraphQLFormattedError[]).map(({ extensions, message: text }) => {
    const told = extensions?.['code'];
    return typeof told === 'string' ? told : text;
  });
}
