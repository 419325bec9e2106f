import { canonicalJson } from '@accounts-center/subgraph-kit';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { readAnswer } from '../../transport/read-answer.ts';
import { GAP, type OpenSource, type SourceRequest, type SourceSink } from './event-source.ts';
import { Attempts, createReader, MAX_CONNECTIONS, type Reader, type RemoteParts, waitLonger } from './remote.ts';

const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
const HANDSHAKE_TIMEOUT_MS = 5_000;
const ACK_TIMEOUT_MS = 10_000;
/** So often a subgraph is asked whether it is still there; it has as long to say so. */
const KEEP_ALIVE_MS = 15_000;

type Headers = Readonly<Record<string, string>>;

/** A connection that carries all subscriptions of those of whom the subgraph sees the same. */
interface Connection {
  readonly client: Client;
  isConnected: boolean;
  /** Subscriptions on it. */
  uses: number;
}

/** Subscribes over WebSockets: the protocol of npm `graphql-ws`. The caller's headers go with the upgrade, and with `connection_init`. */
export function websocketSource<Caller>(parts: RemoteParts<Caller>): OpenSource<Caller> {
  const connections = new Map<string, Connection>();
  const reader = createReader(parts.log);

  async function begin(request: SourceRequest<Caller>, sink: SourceSink, isClosed: () => boolean): Promise<() => void> {
    const { service, caller } = request;
    const headers = await parts.headersFor(service, caller);
    if (isClosed()) return () => undefined;
    const url = parts.urlOf(service);
    if (!url) throw new Error(`${service} has no address for subscriptions.`);
    const key = JSON.stringify([service, url, canonicalJson(headers)]);
    const connection = connections.get(key) ?? connect(service, url, headers);
    connections.set(key, connection);
    connection.uses += 1;
    const unsubscribe = subscribe(connection, request, sink, reader);
    return () => {
      unsubscribe();
      connection.uses -= 1;
      if (connection.uses > 0 || connections.get(key) !== connection) return;
      connections.delete(key);
      void connection.client.dispose();
    };
  }

  function connect(service: string, url: URL, headers: Headers): Connection {
    if (connections.size >= (parts.maxConnections ?? MAX_CONNECTIONS))
      throw new Error('There are too many connections.');
    return createConnection(service, url, headers, reader, parts.wait ?? waitLonger);
  }

  return (request, sink) => {
    let isClosed = false;
    const begun = begin(request, sink, () => isClosed).catch((error: unknown) => {
      sink.push(reader.unreachable(request.service, error));
      sink.end();
      return () => undefined;
    });
    return () => {
      if (isClosed) return;
      isClosed = true;
      void begun.then((close) => close());
    };
  };
}

function createConnection(
  service: string,
  url: URL,
  headers: Headers,
  reader: Reader,
  wait: (attempts: number) => Promise<void>,
): Connection {
  const attempts = new Attempts();
  let pongTimer: NodeJS.Timeout | undefined;
  const client = createClient({
    url: url.href.replace(/^http/, 'ws'),
    webSocketImpl: socketWith(headers),
    ...(Object.keys(headers).length > 0 && { connectionParams: headers }),
    connectionAckWaitTimeout: ACK_TIMEOUT_MS,
    keepAlive: KEEP_ALIVE_MS,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: (error) => {
      reader.lost(service, error);
      return attempts.isAnyLeft;
    },
    retryWait: () => wait(attempts.count),
    on: {
      connecting: () => attempts.begin(),
      connected: () => {
        connection.isConnected = true;
        attempts.reached();
        reader.reached(service);
      },
      closed: () => {
        connection.isConnected = false;
        clearTimeout(pongTimer);
      },
      ping: (isReceived) => {
        if (!isReceived) pongTimer = setTimeout(() => client.terminate(), KEEP_ALIVE_MS);
      },
      pong: (isReceived) => {
        if (isReceived) clearTimeout(pongTimer);
      },
    },
  });
  const connection: Connection = { client, isConnected: false, uses: 0 };
  return connection;
}

function socketWith(headers: Headers): new (address: string, protocols?: string | string[]) => WebSocket {
  return class extends WebSocket {
    constructor(address: string, protocols?: string | string[]) {
      super(address, protocols, {
        headers,
        handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
        maxPayload: MAX_MESSAGE_BYTES,
        perMessageDeflate: false,
      });
    }
  };
}

function subscribe<Caller>(
  { client, isConnected }: Connection,
  { service, operation }: SourceRequest<Caller>,
  sink: SourceSink,
  reader: Reader,
): () => void {
  const { query, variables } = operation;
  let isSubscribed = isConnected;
  const unlisten = client.on('connected', () => {
    // What was told in between is gone.
    if (isSubscribed) sink.push(GAP);
    isSubscribed = true;
  });
  const end = (): void => {
    unlisten();
    sink.end();
  };
  const unsubscribe = client.subscribe(
    { query, ...(variables && { variables }) },
    {
      next: (result) => sink.push(reader.eventOf(service, readAnswer(result))),
      error: (error) => {
        const refusal = Array.isArray(error) ? readAnswer({ errors: error }) : undefined;
        sink.push(refusal ? reader.eventOf(service, refusal) : reader.unreachable(service, error));
        end();
      },
      complete: end,
    },
  );
  return () => {
    unlisten();
    unsubscribe();
  };
}
