import type { Socket } from 'node:net';
import { errorBody } from '@accounts-center/subgraph-kit';
import { CloseCode, MessageType, type SubscribePayload } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { networkOf } from '../rate-limits/caller-key.ts';
import type { RequestMemory } from '../request-memory.ts';
import type { Message } from './client-buffer.ts';
import { ClientStream, countedAs, type Ending, type StreamParts, type Transport } from './client-stream.ts';
import type { Introduce, Presented } from './connected-caller.ts';
import type { OpenStream } from './open-streams.ts';
import { Sending } from './sending.ts';
import { authorizationIn, CLOSING, lastEventIdIn, type ReadMessage, readMessage } from './websocket-messages.ts';

/** So many operations may be waiting for their beginning before no more of the connection is read. */
const MAX_BEGINNING = 16;
const TRY_AGAIN_LATER = 1013;
/** As 503 over HTTP. */
const { errors: TOO_MUCH } = errorBody('Too much is asked at once. Try again later.', 'SERVICE_UNAVAILABLE');
/** As 429 over HTTP. */
const TOO_MANY_CONNECTIONS = [4429, 'Too many connections'] as const;

export interface ConnectionParts<Caller> extends StreamParts<Caller> {
  readonly introduce: Introduce<Caller>;
  /** For operations that are not answered yet. */
  readonly memory: RequestMemory;
  /** How long a client may take to present itself. */
  readonly connectionInitMs: number;
  readonly write: (message: Message, missed: number) => Buffer | string;
}

/** One client by graphql-transport-ws. */
export class WebSocketConnection<Caller> implements Transport, OpenStream {
  readonly #parts: ConnectionParts<Caller>;
  readonly #webSocket: WebSocket;
  readonly #socket: Socket;
  readonly #presented: Presented;
  readonly #sending: Sending;
  readonly #initTimeout: NodeJS.Timeout;
  #isInitialised = false;
  /** Whose it is, once that is known. */
  #key = '';
  /** Whether it has said anything since the last heartbeat, or was asked for nothing then. */
  #wasHeard = true;
  #stream: ClientStream<Caller> | undefined;

  constructor(parts: ConnectionParts<Caller>, webSocket: WebSocket, socket: Socket, presented: Presented) {
    this.#parts = parts;
    this.#webSocket = webSocket;
    this.#socket = socket;
    this.#presented = presented;
    this.#sending = new Sending(socket);
    this.#initTimeout = setTimeout(
      () => this.#close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout'),
      parts.connectionInitMs,
    );
  }

  /** Begins to listen. */
  open(): void {
    this.#parts.streams.add(this, networkOf(this.#presented.clientAddress));
    this.#webSocket.on('message', (data: Buffer, isBinary) => this.#onMessage(readMessage(data, isBinary)));
    this.#webSocket.on('pong', () => this.#heard());
    this.#webSocket.on('ping', (data: Buffer) => {
      this.#heard();
      if (this.#stream?.isBlocked === false) this.#webSocket.pong(data);
    });
    this.#webSocket.on('close', () => this.#onClose());
    this.#socket.on('drain', () => this.#onDrain());
  }

  get unsentBytes(): number {
    return this.#webSocket.bufferedAmount;
  }

  write(message: Message, missed: number): void {
    this.#webSocket.send(this.#parts.write(message, missed), { binary: false });
  }

  /** What is blocked has to move; else the last ping has to be answered, where one was sent and its answer could be read. */
  beat(isBlocked: boolean): boolean {
    const hasMoved = this.#sending.hasMoved();
    const { isPaused } = this.#webSocket;
    const isAlive = isBlocked ? hasMoved : isPaused || this.#wasHeard;
    this.#wasHeard = isBlocked || isPaused;
    if (!isBlocked) this.#webSocket.ping();
    return isAlive;
  }

  end(why: Ending): void {
    this.#close(...CLOSING[why]);
  }

  drain(): void {
    this.end('restart');
  }

  destroy(): void {
    this.#webSocket.terminate();
  }

  #close(code: number, reason: string): void {
    this.#stream?.end('gone');
    this.#webSocket.resume(); // else its own close is never read
    this.#webSocket.close(code, reason);
  }

  #heard(): void {
    this.#wasHeard = true;
  }

  #onClose(): void {
    clearTimeout(this.#initTimeout);
    this.#stream?.closed();
    this.#parts.streams.delete(this);
  }

  #onDrain(): void {
    this.#stream?.flush();
    this.#readOnOrWait();
  }

  /** @param read what was said, or what is wrong with it */
  #onMessage(read: ReadMessage | string): void {
    if (this.#webSocket.readyState !== this.#webSocket.OPEN) return;
    this.#heard();
    if (typeof read === 'string') return this.#close(CloseCode.BadRequest, read);
    const { message, sizeBytes } = read;
    switch (message.type) {
      case MessageType.ConnectionInit:
        // Not the payload: that would be kept, which may be large, for as long as a token is checked.
        return void this.#introduce(authorizationIn(message.payload)).catch(() =>
          this.#close(CloseCode.InternalServerError, 'Internal server error'),
        );
      case MessageType.Ping:
        return this.#pong(message.payload);
      case MessageType.Pong:
        return;
      case MessageType.Subscribe:
        return void this.#subscribe(message.id, message.payload, sizeBytes);
      case MessageType.Complete:
        return this.#stream?.cancel(message.id);
      case MessageType.ConnectionAck:
      case MessageType.Next:
      case MessageType.Error:
        return this.#close(CloseCode.BadRequest, 'Invalid message received');
    }
  }

  /** @param token of the first message, if it has one */
  async #introduce(token: string | undefined): Promise<void> {
    if (this.#isInitialised)
      return this.#close(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests');
    this.#isInitialised = true;
    clearTimeout(this.#initTimeout);
    const { headers, clientAddress } = this.#presented;
    const authorization = token ?? headers.authorization;
    const introduced = await this.#parts.introduce({
      headers: { ...headers, ...(authorization !== undefined && { authorization }) },
      clientAddress,
    });
    if (this.#webSocket.readyState !== this.#webSocket.OPEN) return;
    if (introduced.kind === 'refused') return this.end('unauthenticated');
    if (introduced.kind === 'unavailable') return this.#close(TRY_AGAIN_LATER, 'Try again later');
    const { streams } = this.#parts;
    this.#key = countedAs(introduced.caller, this.#parts);
    streams.delete(this); // from now on its stream is counted, as its caller's
    if (streams.refusalFor(this.#key)) {
      // It counts until it is closed, which its client may delay.
      streams.add(this, networkOf(clientAddress));
      return this.#close(...TOO_MANY_CONNECTIONS);
    }
    this.#stream = new ClientStream(this.#parts, introduced.caller, this);
    this.#stream.send({ kind: 'other', text: '{"type":"connection_ack"}' });
  }

  #pong(payload: Record<string, unknown> | undefined): void {
    const text = JSON.stringify({ type: MessageType.Pong, payload });
    if (this.#stream) this.#stream.send({ kind: 'other', text });
    else if (this.unsentBytes === 0) this.#webSocket.send(text);
    this.#readOnOrWait();
  }

  async #subscribe(id: string, payload: SubscribePayload, sizeBytes: number): Promise<void> {
    const stream = this.#stream;
    if (!stream) return this.#close(CloseCode.Unauthorized, 'Unauthorized');
    if (stream.has(id)) return this.#close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`);
    const giveBack = this.#parts.memory.hold(sizeBytes, this.#key);
    if (!giveBack) return stream.send({ kind: 'refused', operation: id, errors: TOO_MUCH });
    const { query, operationName, variables, extensions } = payload;
    const request = {
      query,
      documentId: (payload as { readonly documentId?: unknown }).documentId,
      operationName: operationName ?? undefined,
      variables: variables ?? undefined,
      extensions: extensions ?? undefined,
    };
    const running = stream.run(id, request, { lastEventId: lastEventIdIn(extensions) });
    this.#readOnOrWait();
    const outcome = await running;
    giveBack();
    // Not awaited: that would keep what was sent, which may be large, for as long as its events come.
    if (outcome) void stream.deliver(id, outcome);
    this.#readOnOrWait();
  }

  /** What a client does not read, it can't go on asking for. */
  #readOnOrWait(): void {
    const stream = this.#stream;
    if (!stream || stream.isEnded) return;
    if (stream.isBlocked || stream.beginning >= MAX_BEGINNING) this.#webSocket.pause();
    else this.#webSocket.resume();
  }
}
