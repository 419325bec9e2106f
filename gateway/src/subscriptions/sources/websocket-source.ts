import type { ClientRequest } from 'node:http';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { readAnswer } from '../../transport/read-answer.ts';
import { GAP, type OpenSource, type SourceRequest, type SourceSink } from './event-source.ts';
import { Attempts, createReader, MAX_EVENT_BYTES, type Reader, type RemoteParts, waitLonger } from './remote.ts';
import { endWithoutConnection, SourceConnections } from './source-connections.ts';

const HANDSHAKE_TIMEOUT_MS = 5_000;
const ACK_TIMEOUT_MS = 10_000;
/** So often a subgraph is asked whether it is still there; it has as long to say so. */
const KEEP_ALIVE_MS = 15_000;

type Headers = Readonly<Record<string, string>>;

/** A connection that carries all subscriptions of those of whom the subgraph sees the same. */
interface Connection<Caller> {
  readonly client: Client;
  isConnected: boolean;
  /** Ends it for good. It counts until its socket is closed, which a subgraph may delay. */
  readonly end: () => void;
  /** What is subscribed to on it. */
  readonly requests: Set<SourceRequest<Caller>>;
}

/** Subscribes over WebSockets: the protocol of npm `graphql-ws`. The caller's headers go with the upgrade, and with `connection_init`. */
export function websocketSource<Caller>(parts: RemoteParts<Caller>): OpenSource<Caller> {
  const connections = new Map<string, Connection<Caller>>();
  const counted = new SourceConnections(parts.limitsOf);
  const reader = createReader(parts.log);

  function begin(request: SourceRequest<Caller>, sink: SourceSink): () => void {
    const { service, caller } = request;
    const url = parts.urlOf(service);
    if (!url) throw new Error(`${service} has no address for subscriptions.`);
    const key = JSON.stringify([service, url, parts.identityOf(caller, service)]);
    const connection = connections.get(key) ?? connect(service, url, parts.keyOf(caller));
    if (!connection) {
      endWithoutConnection(sink);
      return () => undefined;
    }
    connections.set(key, connection);
    connection.requests.add(request);
    const unsubscribe = subscribe(connection, request, sink, reader);
    return () => {
      if (!connection.requests.delete(request)) return;
      unsubscribe();
      if (connection.requests.size > 0) return;
      connections.delete(key);
      connection.end();
    };
  }

  function connect(service: string, url: URL, caller: string): Connection<Caller> | undefined {
    const leave = counted.take(service, caller);
    return leave && createConnection(service, url, leave, parts, reader);
  }

  return (request, sink) => {
    try {
      return begin(request, sink);
    } catch (error) {
      sink.push(reader.unreachable(request.service, error));
      sink.end();
      return () => undefined;
    }
  };
}

function createConnection<Caller>(
  service: string,
  url: URL,
  leave: () => void,
  { headersFor, wait = waitLonger }: RemoteParts<Caller>,
  reader: Reader,
): Connection<Caller> {
  const attempts = new Attempts();
  const requests = new Set<SourceRequest<Caller>>();
  const sockets = new Set<WebSocket>();
  let pongTimer: NodeJS.Timeout | undefined;
  /** Of the connection that is there, or being made. */
  let headers: Headers = {};

  /** Headers may be good for a short time only: each connection has its own, of somebody who still subscribes. */
  async function headersNow(): Promise<Headers> {
    const [request] = requests;
    if (!request) throw new Error('Nobody subscribes any more.');
    headers = await headersFor(service, request.caller);
    return headers;
  }

  const client = createClient({
    url: url.href.replace(/^http/, 'ws'),
    webSocketImpl: socketWith(headersNow, (socket) => {
      sockets.add(socket);
      socket.once('close', () => {
        sockets.delete(socket);
        if (requests.size === 0 && sockets.size === 0) leave();
      });
    }),
    connectionParams: () => (Object.keys(headers).length > 0 ? headers : undefined),
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
  const end = (): void => {
    if (sockets.size === 0) leave();
    // What is not made yet need not be.
    if (!connection.isConnected) for (const socket of sockets) socket.terminate();
    // It rejects where the connection is never made.
    void Promise.resolve(client.dispose()).catch(() => undefined);
  };
  const connection: Connection<Caller> = { client, isConnected: false, end, requests };
  return connection;
}

/** Sockets whose upgrade has the headers of its time. @param onOpen is told of each, before it is connected */
function socketWith(
  headersNow: () => Promise<Headers>,
  onOpen: (socket: WebSocket) => void,
): new (
  address: string,
  protocols?: string | string[],
) => WebSocket {
  const send = async (upgrade: ClientRequest): Promise<void> => {
    try {
      for (const [name, value] of Object.entries(await headersNow())) upgrade.setHeader(name, value);
      upgrade.end();
    } catch (error) {
      upgrade.destroy(error as Error);
    }
  };
  return class extends WebSocket {
    constructor(address: string, protocols?: string | string[]) {
      super(address, protocols, {
        finishRequest: (upgrade) => void send(upgrade),
        handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
        maxPayload: MAX_EVENT_BYTES,
        perMessageDeflate: false,
      });
      onOpen(this);
    }
  };
}

function subscribe<Caller>(
  { client, isConnected }: Connection<Caller>,
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
