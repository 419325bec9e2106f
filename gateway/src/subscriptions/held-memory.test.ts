// What takes more memory than there is for what is not answered yet.
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type ChatServer, chatServer } from './testing/chat-server.ts';

let chat: ChatServer;
const sockets: WebSocket[] = [];
beforeEach(async () => {
  chat = await chatServer({ memoryBytes: 50_000 });
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

const body = { query: '{ slow }', variables: { a: Array.from({ length: 500 }, () => ({})) } };
const large = (id: string): string => JSON.stringify({ id, type: 'subscribe', payload: body });
const post = (): Promise<Response> =>
  fetch(chat.url, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const underWay = (count: number) => expect.poll(() => chat.engine.executed.length).toBe(count);

it('closes a WebSocket for the moment, until what waited is answered', async () => {
  const [first, second] = [await client(), await client()];
  first.socket.send(large('a'));
  await underWay(1);
  second.socket.send(large('a'));
  expect(((await once(second.socket, 'close')) as [number])[0]).toBe(1013);
  chat.engine.hurry();
  await expect.poll(() => first.got.at(-1)).toContain('complete');
  first.socket.send(large('b'));
  await underWay(2);
});

it('is refused over HTTP for the moment, until what waited is answered, or its client has gone', async () => {
  const first = post();
  await underWay(1);
  const refused = await post();
  expect([refused.status, await refused.json()]).toMatchObject([
    503,
    {
      errors: [{ message: 'Too much is asked at once. Try again later.', extensions: { code: 'SERVICE_UNAVAILABLE' } }],
    },
  ]);
  chat.engine.hurry();
  expect((await first).status).toBe(200);
  await (await first).text();
  const { hostname, port } = new URL(chat.url);
  const gone = connect(Number(port), hostname);
  const text = JSON.stringify(body);
  gone.write(
    `POST /graphql HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n${text}`,
  );
  await underWay(2);
  gone.destroy();
  await expect
    .poll(async () => {
      const again = post();
      await new Promise(setImmediate);
      chat.engine.hurry();
      return (await again).status;
    })
    .toBe(200);
});
