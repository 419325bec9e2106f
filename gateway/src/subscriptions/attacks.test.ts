import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type ChatServer, type ChatSettings, chatServer } from './testing/chat-server.ts';

const SUBSCRIPTION = 'subscription { said }';
/** More than the system keeps of a connection that is not read. */
const MANY = 1_000;
const LARGE = 32 * 1024;

let chat: ChatServer;
const ends: (() => void)[] = [];

const start = async (settings: ChatSettings = {}): Promise<void> => {
  chat = await chatServer({ maxPerConnection: 5, ...settings });
};
afterEach(async () => {
  for (const end of ends.splice(0)) end();
  await chat.close();
});

const closed = async (socket: WebSocket): Promise<number> => ((await once(socket, 'close')) as [number])[0];
const listeners = (count: number): Promise<void> => expect.poll(() => chat.engine.listening).toBe(count);
const subscribe = (id: string, query = SUBSCRIPTION): string =>
  JSON.stringify({ id, type: 'subscribe', payload: { query } });

/** A client by graphql-transport-ws that says exactly what it is told to. */
async function rawClient({ autoPong = true } = {}): Promise<{ socket: WebSocket; got: string[] }> {
  const socket = new WebSocket(chat.webSocketUrl, 'graphql-transport-ws', { autoPong });
  ends.push(() => socket.terminate());
  const got: string[] = [];
  socket.on('message', (data: Buffer) => got.push(data.toString()));
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  return { socket, got };
}

/** A stream over HTTP that is not read. */
async function rawStream(accept: string): Promise<Socket> {
  const { hostname, port } = new URL(chat.url);
  const socket = connect(Number(port), hostname);
  ends.push(() => socket.destroy());
  const body = JSON.stringify({ query: SUBSCRIPTION });
  socket.on('error', () => {});
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: localhost\r\naccept: ${accept}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  socket.pause();
  await listeners(1);
  return socket;
}

describe('a client that subscribes and never reads', () => {
  const drown = async (): Promise<void> => {
    const open = chat.open.connections;
    for (let said = 0; said < MANY && chat.open.operations === open; said += 1) {
      chat.engine.say(`${said} `, LARGE);
      await new Promise(setImmediate);
    }
  };

  it('over a WebSocket is given up, and told; others get everything', async () => {
    await start();
    const slow = await rawClient();
    const quick = await rawClient();
    slow.socket.send(subscribe('a'));
    quick.socket.send(subscribe('a'));
    await listeners(2);
    slow.socket.pause();
    await drown();
    expect(chat.open.operations).toBe(1);
    slow.socket.resume();
    expect(await closed(slow.socket)).toBe(1013);
    chat.engine.say('last');
    await expect.poll(() => quick.got.at(-1)).toContain('last');
    const ids = quick.got.flatMap((text) => /"eventId":"(\d+)"/.exec(text)?.[1] ?? []).map(Number);
    expect(ids).toEqual(ids.map((_, at) => at + 1));
  });

  it.each(['text/event-stream', 'multipart/mixed;subscriptionSpec="1.0", application/json'])(
    'as %s is given up, and told',
    async (accept) => {
      await start();
      const socket = await rawStream(accept);
      await drown();
      expect(chat.open.operations).toBe(0);
      let text = '';
      socket.setEncoding('latin1').on('data', (chunk: string) => {
        text = (text + chunk).slice(-1_000);
      });
      socket.resume();
      await expect.poll(() => text).toMatch(/\r\n0\r\n\r\n$/);
      expect(text).toContain('TOO_SLOW');
      await expect.poll(() => chat.open.connections).toBe(0);
    },
  );

  it('loses the oldest events where that is the policy, and learns how many', async () => {
    await start({ whenSlow: 'drop-oldest', maxWaitingEvents: 4 });
    const { socket, got } = await rawClient();
    socket.send(subscribe('a'));
    await listeners(1);
    socket.pause();
    await drown();
    socket.resume();
    await expect.poll(() => got.at(-1)).toContain(`"eventId":"${MANY}"`);
    const missed = got.flatMap((text) => /"missedEvents":(\d+)/.exec(text)?.[1] ?? []).map(Number);
    const events = got.filter((text) => text.includes('"next"')).length;
    expect(events + missed.reduce((sum, count) => sum + count, 0)).toBe(MANY);
    expect(missed.length).toBeGreaterThan(0);
  });

  it('is cut off when it does not even answer', async () => {
    await start({ heartbeatMs: 20 });
    const { socket } = await rawClient({ autoPong: false });
    expect(await closed(socket)).toBe(1006);
    await expect.poll(() => chat.open.connections).toBe(0);
  });

  it('gets no more answers than it reads, however much it asks', async () => {
    await start();
    const { socket } = await rawClient();
    socket.pause();
    const ping = JSON.stringify({ type: 'ping', payload: { x: 'x'.repeat(1_000) } });
    let flooded = 0;
    for (; flooded < 50_000 && socket.bufferedAmount < 2 ** 23; flooded += 1) {
      socket.send(ping);
      if (flooded % 100 === 0) await new Promise(setImmediate);
    }
    // It is not read any more, so what it sends stays with itself.
    expect(socket.bufferedAmount).toBeGreaterThanOrEqual(2 ** 23);
  });
});

describe('a client that sends too much', () => {
  beforeEach(() => start());

  it('the first message twice', async () => {
    const { socket } = await rawClient();
    socket.send('{"type":"connection_init"}');
    expect(await closed(socket)).toBe(4429);
  });

  it('a huge message', async () => {
    const { socket } = await rawClient();
    socket.send('x'.repeat(65 * 1024));
    expect(await closed(socket)).toBe(1009);
  });

  it.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['no message', '{"type":"subscribe"}'],
    ['an unknown message', '{"type":"constructor"}'],
    ['a long id', subscribe('x'.repeat(129))],
    ['deep JSON', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['a prototype', '{"id":"1","type":"subscribe","payload":{"query":"{hello}","variables":{"__proto__":{"a":1}}}}'],
    ['bytes', Buffer.from(subscribe('1'))],
  ])('that is %s', async (_, message) => {
    const { socket } = await rawClient();
    socket.send(message);
    expect(await closed(socket)).toBe(4400);
    expect(chat.engine.executed).toEqual([]);
  });

  it('garbage instead of frames', async () => {
    let raw: Socket | undefined;
    const createConnection = ({ port }: { port: string }): Socket => {
      raw = connect(Number(port), '127.0.0.1');
      return raw;
    };
    const options = { createConnection: createConnection as never };
    const socket = new WebSocket(chat.webSocketUrl, 'graphql-transport-ws', options);
    await once(socket, 'open');
    raw?.write(Buffer.alloc(1_000, 0xff));
    expect(await closed(socket)).toBe(1002);
  });

  it('a deep document', async () => {
    const { socket, got } = await rawClient();
    socket.send(subscribe('1', `${'{a'.repeat(10_000)}${'}'.repeat(10_000)}`));
    await expect.poll(() => got.at(-1)).toContain('nested too deeply');
  });

  it('subscriptions with one id, over and over', async () => {
    const { socket } = await rawClient();
    const end = closed(socket);
    for (let sent = 0; sent < 20_000; sent += 1) socket.send(subscribe('1'));
    expect(await end).toBe(4409);
    await expect.poll(() => chat.open.operations).toBe(0);
    await listeners(0);
  });

  it('more operations than it may have', async () => {
    const { socket, got } = await rawClient();
    for (let sent = 0; sent < 1_000; sent += 1) socket.send(subscribe(String(sent)));
    await expect.poll(() => got.filter((text) => text.includes('TOO_MANY_SUBSCRIPTIONS')).length).toBe(995);
    expect(chat.open.operations).toBe(5);
    expect(chat.engine.listening).toBe(5);
  });
});

it('a client that never says who it is has no time for that', async () => {
  await start({ connectionInitMs: 20 });
  const socket = new WebSocket(chat.webSocketUrl, 'graphql-transport-ws');
  expect(await closed(socket)).toBe(4408);
});

it('an upgrade in the midst of another request ends that connection, and nothing else', async () => {
  await start();
  const { hostname, port } = new URL(chat.url);
  const socket = connect(Number(port), hostname);
  const body = JSON.stringify({ query: '{ slow }' });
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  await expect.poll(() => chat.engine.executed).toEqual(['slow']);
  const key = Buffer.alloc(16).toString('base64');
  socket.write(
    `GET /graphql HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${key}\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n`,
  );
  socket.on('error', () => {}).resume();
  await once(socket, 'close');
  const { socket: other } = await rawClient();
  expect(other.readyState).toBe(WebSocket.OPEN);
});

it.each(['h2c', 'websocket', 'x'])('a request that wants to go on as %s is answered', async (protocol) => {
  await start();
  const { hostname, port } = new URL(chat.url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET /elsewhere HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: ${protocol}\r\n\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(protocol === 'websocket' ? /^HTTP\/1.1 404 / : /^HTTP\/1.1 501 /);
  socket.destroy();
});

it('the process has no more open than it may', async () => {
  await start({ maxOpen: 2 });
  const first = await rawClient();
  const second = await rawClient();
  const third = new WebSocket(chat.webSocketUrl, 'graphql-transport-ws');
  expect(String(await once(third, 'error'))).toContain('503');
  first.socket.send(subscribe('a'));
  second.socket.send(subscribe('a'));
  await listeners(2);
  first.socket.send(subscribe('b'));
  await expect.poll(() => first.got.at(-1)).toContain('TOO_MANY_SUBSCRIPTIONS');
  const response = await fetch(chat.url, { headers: { accept: 'text/event-stream' } });
  expect(response.status).toBe(503);
});
