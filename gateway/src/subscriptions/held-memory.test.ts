// What takes more memory than there is for what is not answered yet.
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type ChatServer, chatServer } from './testing/chat-server.ts';

let chat: ChatServer;
const sockets: WebSocket[] = [];
beforeEach(async () => {
  chat = await chatServer({ memoryBytes: 200_000 });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await chat.close();
});

async function client(): Promise<{ socket: WebSocket; got: string[] }> {
  const socket = new WebSocket(chat.webSocketUrl, 'graphql-transport-ws');
  sockets.push(socket);
  const got: string[] = [];
  socket.on('message', (data: Buffer) => got.push(data.toString()));
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  return { socket, got };
}

const extra = Array.from({ length: 500 }, () => ({}));
const ask = (query: string) => ({ query, variables: { a: extra } });
const said = (id: string, query = '{ slow }'): string => JSON.stringify({ id, type: 'subscribe', payload: ask(query) });
const post = (query = '{ slow }'): Promise<Response> =>
  fetch(chat.url, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
    body: JSON.stringify(ask(query)),
  });
const underWay = (count: number) => expect.poll(() => chat.engine.executed.length).toBe(count);
const REFUSED = { message: 'Too much is asked at once. Try again later.', extensions: { code: 'SERVICE_UNAVAILABLE' } };

it('refuses an operation over a WebSocket, and nothing else of it, until what waited is answered', async () => {
  const { socket, got } = await client();
  socket.send(said('a'));
  await underWay(1);
  socket.send(said('b'));
  await expect
    .poll(() => got.map((text) => JSON.parse(text) as object).at(-1))
    .toMatchObject({
      id: 'b',
      type: 'error',
      payload: [REFUSED],
    });
  chat.engine.hurry();
  await expect.poll(() => got.at(-1)).toContain('complete');
  socket.send(said('c'));
  await underWay(2);
});

it('is refused over HTTP until what waited is answered, or its client has gone', async () => {
  const first = post();
  await underWay(1);
  const refused = await post();
  expect([refused.status, await refused.json()]).toMatchObject([503, { errors: [REFUSED] }]);
  chat.engine.hurry();
  await (await first).text();
  const { hostname, port } = new URL(chat.url);
  const gone = connect(Number(port), hostname);
  const text = JSON.stringify(ask('{ slow }'));
  gone.write(
    `POST /graphql HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n${text}`,
  );
  await underWay(2);
  gone.destroy();
  const again = async (): Promise<number> => {
    const answer = post();
    await new Promise(setImmediate);
    chat.engine.hurry();
    return (await answer).status;
  };
  await expect.poll(again).toBe(200);
});

it.each(['text/event-stream', 'multipart/mixed;subscriptionSpec="1.0", application/json'])(
  'is not held by what is subscribed to, however long that is open: %s',
  async (accept) => {
    const open = new AbortController();
    const subscribe = (): Promise<Response> =>
      fetch(chat.url, {
        method: 'POST',
        signal: open.signal,
        headers: { accept, 'content-type': 'application/json' },
        body: JSON.stringify(ask('subscription { said }')),
      });
    for (let count = 1; count <= 10; count += 1) {
      expect((await subscribe()).status).toBe(200);
      await expect.poll(() => chat.engine.listening).toBe(count);
    }
    open.abort();
  },
);
