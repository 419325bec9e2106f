import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { createClient } from 'graphql-ws';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type ChatServer, chatServer } from './testing/chat-server.ts';

const SUBSCRIPTION = 'subscription { said }';

let chat: ChatServer;
const ends: (() => void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) end();
  await chat.close();
});

const listeners = (count: number): Promise<void> => expect.poll(() => chat.engine.listening).toBe(count);

async function connected(
  ...messages: object[]
): Promise<{ socket: WebSocket; got: string[]; closed: Promise<number> }> {
  const socket = new WebSocket(chat.webSocketUrl, 'graphql-transport-ws');
  ends.push(() => socket.terminate());
  const got: string[] = [];
  socket.on('message', (data: Buffer) => got.push(data.toString()));
  const closed = once(socket, 'close').then(([code]) => code as number);
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  for (const message of messages) socket.send(JSON.stringify(message));
  return { socket, got, closed };
}

/** Connections on which nothing is asked yet, and which the server has. */
async function opened(count: number): Promise<Socket[]> {
  const { server } = chat.server;
  const connections = promisify(server.getConnections.bind(server));
  const before = await connections();
  const { hostname, port } = new URL(chat.url);
  const sockets = Array.from({ length: count }, () => connect(Number(port), hostname));
  ends.push(() => sockets.forEach((socket) => socket.destroy()));
  await expect.poll(connections).toBe(before + count);
  return sockets;
}

const subscribe = (id: string, query: string) => ({ id, type: 'subscribe', payload: { query } });

describe('when the process ends', () => {
  it('clients are told to come back, and what they had begun is answered first', async () => {
    chat = await chatServer();
    const { got, closed } = await connected(subscribe('1', SUBSCRIPTION), subscribe('2', '{ slow }'));
    await expect.poll(() => chat.engine.executed).toEqual(['said', 'slow']);
    await listeners(1);
    const ended = chat.close();
    await expect.poll(() => chat.open.isDraining).toBe(true);
    chat.engine.hurry();
    expect(await closed).toBe(1012);
    expect(got.filter((text) => text.includes('slow, nobody'))).toHaveLength(1);
    expect(got.some((text) => text.includes('{"id":"1","type":"complete"}'))).toBe(false);
    await ended;
  });

  it('listening ends at once, and nobody is let in by connections that are open, nor may those that are there begin anything', async () => {
    chat = await chatServer();
    const { socket, closed } = await connected(subscribe('1', '{ slow }'));
    await expect.poll(() => chat.engine.executed).toEqual(['slow']);
    const [forWebSocket, forStream, forQuery] = (await opened(3)) as [Socket, Socket, Socket];
    const ended = chat.close();
    await expect.poll(() => chat.server.server.listening).toBe(false);
    await expect(fetch(chat.url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    const late = new WebSocket(chat.webSocketUrl, 'graphql-transport-ws', { createConnection: () => forWebSocket });
    expect(String(await once(late, 'error'))).toContain('503');
    const statusOf = async (accept: string, over: Socket): Promise<number | undefined> => {
      const asked = get(`${chat.url}?query=x`, { headers: { accept }, createConnection: () => over });
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      response.resume();
      return response.statusCode;
    };
    expect(await statusOf('text/event-stream', forStream)).toBe(503);
    expect(await statusOf('application/json', forQuery)).toBe(200);
    socket.send(JSON.stringify(subscribe('2', '{ hello }')));
    socket.ping();
    chat.engine.hurry();
    await Promise.all([closed, ended]);
    expect(chat.engine.executed).toEqual(['slow']);
  });

  it('those that take too long are cut off', async () => {
    chat = await chatServer({ drainMs: 50 });
    const { closed } = await connected(subscribe('1', '{ slow }'));
    await expect.poll(() => chat.engine.executed).toEqual(['slow']);
    await chat.close();
    expect(await closed).toBe(1006);
  });

  it('graphql-ws comes back by itself, to whoever is there then', async () => {
    chat = await chatServer();
    const got: unknown[] = [];
    const client = createClient({
      url: () => chat.webSocketUrl,
      webSocketImpl: WebSocket,
      retryAttempts: 100,
      retryWait: () => new Promise(setImmediate),
    });
    ends.push(() => void client.dispose());
    client.subscribe(
      { query: SUBSCRIPTION },
      { next: ({ data }) => got.push(data), error: () => {}, complete: () => {} },
    );
    await listeners(1);
    const old = chat;
    chat = await chatServer();
    await old.close();
    await listeners(1);
    chat.engine.say('hello again');
    await expect.poll(() => got).toEqual([{ said: 'hello again' }]);
  });
});
