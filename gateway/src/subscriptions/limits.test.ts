import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { deliveries } from '../engine/testing/deliveries.ts';
import { createTestGraph } from '../engine/testing/test-graph.ts';
import { createTestSources } from '../engine/testing/test-sources.ts';
import type { Engine } from '../engine.ts';
import { type ChatServer, type ChatSettings, chatServer } from './testing/chat-server.ts';

const SUBSCRIPTION = 'subscription { said }';
const TOKEN = 'x-graphql-event-stream-token';
const EVENT_STREAM = 'text/event-stream';

let chat: ChatServer;
const ends: (() => void)[] = [];
const start = async (settings: ChatSettings = {}, graph?: Engine): Promise<void> => {
  chat = await chatServer(settings, graph);
};
afterEach(async () => {
  for (const end of ends.splice(0)) end();
  await chat.close();
});

type Payload = Readonly<Record<string, unknown>>;

async function connected(name: string): Promise<{ socket: WebSocket; got: string[] }> {
  const socket = new WebSocket(chat.webSocketUrl, 'graphql-transport-ws');
  ends.push(() => socket.terminate());
  const got: string[] = [];
  socket.on('message', (data: Buffer) => got.push(data.toString()));
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${name}` } }));
  return { socket, got };
}
const subscribe = (socket: WebSocket, id: string, payload: Payload): void =>
  socket.send(JSON.stringify({ id, type: 'subscribe', payload }));

const send = (accept: string, body: Payload, { name = 'ada', path = '', headers = {} } = {}): Promise<Response> =>
  fetch(`${chat.url}${path}`, {
    method: 'POST',
    headers: { accept, authorization: `Bearer ${name}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** What a client is told about an operation, as a text, by each protocol. */
const protocols: Readonly<Record<string, (payload: Payload) => Promise<string>>> = {
  'graphql-transport-ws': async (payload) => {
    const { socket, got } = await connected('ada');
    await once(socket, 'message');
    subscribe(socket, '1', payload);
    await expect.poll(() => got.length).toBeGreaterThan(1);
    return got.slice(1).join('');
  },
  'server-sent events': async (payload) => (await send(EVENT_STREAM, payload)).text(),
  multipart: async (payload) => (await send('multipart/mixed;subscriptionSpec="1.0"', payload)).text(),
  'a single connection': async ({ extensions = {}, ...payload }) => {
    const headers = { authorization: 'Bearer ada' };
    const token = await (await fetch(`${chat.url}/stream`, { method: 'PUT', headers })).text();
    const stream = await fetch(`${chat.url}/stream?token=${token}`, { headers });
    const body = { ...payload, extensions: { ...(extensions as object), operationId: '1' } };
    const answer = await send(EVENT_STREAM, body, { path: '/stream', headers: { [TOKEN]: token } });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    ends.push(() => void reader?.cancel());
    let text = await answer.text();
    while (answer.status === 202 && !text.includes('complete')) text += (await reader?.read())?.value ?? '';
    return text;
  },
};

it.each(Object.keys(protocols))('%s: the id of the last event is not kept when it is too long', async (protocol) => {
  await start();
  const extensions = { lastEventId: '1'.repeat(129) };
  expect(await protocols[protocol]?.({ query: SUBSCRIPTION, extensions })).toContain('BAD_USER_INPUT');
  expect(chat.engine.executed).toEqual([]);
});

it('an id of the last event in the header is not kept either', async () => {
  await start();
  const headers = { 'last-event-id': '1'.repeat(129) };
  expect(await (await send(EVENT_STREAM, { query: SUBSCRIPTION }, { headers })).text()).toContain('BAD_USER_INPUT');
  expect(chat.engine.executed).toEqual([]);
});

it.each(Object.keys(protocols))('%s: a subscription that is too large is refused', async (protocol) => {
  const { engine } = createTestGraph(deliveries, { sources: createTestSources(), identityOf: (caller) => caller });
  await start({}, engine);
  const query = 'subscription($p: ID!) { deliveryChanged(postId: $p) { state } }';
  const told = await protocols[protocol]?.({ query, variables: { p: 'x'.repeat(20_000) } });
  expect(told).toContain('SUBSCRIPTION_TOO_LARGE');
  expect(engine.subscriptionCounts().clients).toBe(0);
});

it('one caller has its share of subscriptions, over all of its connections, and others theirs', async () => {
  await start({ maxPerCaller: 2 });
  const eves = await connected('eve');
  for (const id of ['1', '2', '3']) subscribe(eves.socket, id, { query: SUBSCRIPTION });
  await expect.poll(() => eves.got.at(-1)).toContain('TOO_MANY_SUBSCRIPTIONS');
  expect(chat.engine.listening).toBe(2);
  expect(await (await send(EVENT_STREAM, { query: SUBSCRIPTION }, { name: 'eve' })).text()).toContain('TOO_MANY');
  const adas = await connected('ada');
  subscribe(adas.socket, '1', { query: SUBSCRIPTION });
  await expect.poll(() => chat.engine.listening).toBe(3);
});

it('one caller has its share of connections, whatever the protocol, and others theirs', async () => {
  await start({ maxPerCaller: 1 });
  const first = await connected('eve');
  await expect.poll(() => first.got.length).toBe(1);
  const second = await connected('eve');
  expect(((await once(second.socket, 'close')) as [number])[0]).toBe(4429);
  const refused = await send(EVENT_STREAM, { query: SUBSCRIPTION }, { name: 'eve' });
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS' } }] });
  const multipart = 'multipart/mixed;subscriptionSpec="1.0", application/json';
  expect((await send(multipart, { query: SUBSCRIPTION }, { name: 'eve' })).status).toBe(429);
  await expect.poll(() => chat.engine.listening).toBe(0);
  const adas = await connected('ada');
  await expect.poll(() => adas.got.length).toBe(1);
});

it('connections that have not said who they are count by their address', async () => {
  await start({ maxPerCaller: 1 });
  const silent = new WebSocket(chat.webSocketUrl, 'graphql-transport-ws');
  ends.push(() => silent.terminate());
  await once(silent, 'open');
  const next = new WebSocket(chat.webSocketUrl, 'graphql-transport-ws');
  expect(String(await once(next, 'error'))).toContain('429');
  silent.send('{"type":"connection_init"}');
  await once(silent, 'message');
  await connected('ada');
  await expect.poll(() => chat.open.connections).toBe(2);
});

it('queries are answered when others have all subscriptions', async () => {
  await start({ maxOpen: 2 });
  const eves = await connected('eve');
  const adas = await connected('ada');
  for (const id of ['1', '2']) subscribe(eves.socket, id, { query: SUBSCRIPTION });
  await expect.poll(() => chat.engine.listening).toBe(2);
  subscribe(adas.socket, '1', { query: SUBSCRIPTION });
  await expect.poll(() => adas.got.at(-1)).toContain('TOO_MANY_SUBSCRIPTIONS');
  subscribe(adas.socket, '2', { query: '{ hello }' });
  await expect.poll(() => adas.got.some((text) => text.includes('hello, ada'))).toBe(true);
  expect(chat.engine.listening).toBe(2);
});
