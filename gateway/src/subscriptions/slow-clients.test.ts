import { once } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type ChatServer, type ChatSettings, chatServer } from './testing/chat-server.ts';

/** So long that waiting for something never comes to one. */
const HEARTBEAT_MS = 3_600_000;
/** More than the system keeps of a connection that is not read. */
const MANY = 1_000;
const LARGE = 32 * 1024;

let chat: ChatServer;
let client: WebSocket | undefined;
/** Heartbeats come when a test says so. */
beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(async () => {
  vi.useRealTimers();
  client?.terminate();
  await chat.close();
});

const heartbeat = (): void => void vi.advanceTimersByTime(HEARTBEAT_MS);

/** A client by graphql-transport-ws that has subscribed, and whatever it reads. */
async function subscribed({
  autoPong = true,
  ...settings
}: ChatSettings & { autoPong?: boolean }): Promise<{ socket: WebSocket; got: string[] }> {
  chat = await chatServer({ heartbeatMs: HEARTBEAT_MS, ...settings });
  const socket = new WebSocket(chat.webSocketUrl, 'graphql-transport-ws', { autoPong });
  client = socket;
  const got: string[] = [];
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  socket.on('message', (data: Buffer) => got.push(data.toString()));
  socket.send(JSON.stringify({ id: 'a', type: 'subscribe', payload: { query: 'subscription { said }' } }));
  await expect.poll(() => chat.engine.listening).toBe(1);
  return { socket, got };
}

/** Says more than a client gets that does not read. */
async function drown(): Promise<void> {
  for (let said = 0; said < MANY; said += 1) {
    chat.engine.say(`${said} `, LARGE);
    await new Promise(setImmediate);
  }
}

/** Until the client has read all that waits for it: what is said then goes out alone. */
async function catchUp(got: readonly string[]): Promise<void> {
  await expect.poll(() => got.at(-1)).toContain(`"said":"${MANY - 1} `);
  chat.engine.say('caught up');
  await expect.poll(() => got.at(-1)).toContain('caught up');
}

it('a client that had much to read at a heartbeat, and then reads it, stays', async () => {
  const { socket, got } = await subscribed({ maxWaitingEvents: MANY, maxWaitingBytes: 2 * MANY * LARGE });
  socket.pause();
  await drown();
  heartbeat();
  socket.resume();
  await catchUp(got);
  // It was asked for nothing, and has said nothing.
  heartbeat();
  await once(socket, 'ping');
  expect(chat.open.connections).toBe(1);
  chat.engine.say('still there');
  await expect.poll(() => got.at(-1)).toContain('still there');
});

it('a client that reads nothing is cut off', async () => {
  const { socket } = await subscribed({ maxWaitingEvents: MANY, maxWaitingBytes: 2 * MANY * LARGE });
  socket.pause();
  await drown();
  heartbeat();
  expect(chat.open.operations).toBe(1);
  heartbeat();
  await expect.poll(() => chat.open.connections).toBe(0);
  expect(chat.open.slow.givenUp).toBe(1);
});

it('a client that reads, but does not answer, is cut off', async () => {
  const { socket } = await subscribed({ autoPong: false });
  heartbeat();
  await once(socket, 'ping');
  heartbeat();
  expect((await once(socket, 'close'))[0]).toBe(1006);
  expect(chat.open.slow.givenUp).toBe(0);
});

it('a client whose answers are not read, as too many of its operations begin, stays', async () => {
  const { socket, got } = await subscribed({});
  const ids = Array.from({ length: 16 }, (_, at) => `slow ${at}`);
  for (const id of ids) socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query: '{ slow }' } }));
  await expect.poll(() => chat.open.operations).toBe(1 + ids.length);
  for (let beat = 0; beat < 3; beat += 1) {
    heartbeat();
    await once(socket, 'ping');
  }
  const isAnswered = (): boolean => {
    chat.engine.hurry();
    return ids.every((id) => got.some((text) => text.startsWith(`{"id":"${id}","type":"next"`)));
  };
  await expect.poll(isAnswered).toBe(true);
  expect(socket.readyState).toBe(WebSocket.OPEN);
});

it('where the oldest events are dropped, a client that reads slowly loses those, and stays', async () => {
  const { socket, got } = await subscribed({ whenSlow: 'drop-oldest', maxWaitingEvents: 4 });
  for (let round = 0; round < 3; round += 1) {
    socket.pause();
    await drown();
    heartbeat();
    const enough = got.length + 20;
    socket.resume();
    await expect.poll(() => got.length).toBeGreaterThan(enough);
  }
  await catchUp(got);
  const missed = got.flatMap((text) => /"missedEvents":(\d+)/.exec(text)?.[1] ?? []).map(Number);
  expect(missed.length).toBeGreaterThan(0);
  expect(got.length + missed.reduce((sum, count) => sum + count, 0)).toBe(3 * MANY + 1);
  expect(socket.readyState).toBe(WebSocket.OPEN);
});
