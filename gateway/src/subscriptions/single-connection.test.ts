import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ChatServer, chatServer } from './testing/chat-server.ts';

let chat: ChatServer;
beforeEach(async () => {
  chat = await chatServer();
});
afterEach(() => chat.close());

const SUBSCRIPTION = 'subscription { said }';
const TOKEN = 'x-graphql-event-stream-token';

const ask = (method: string, name: string, { token = '', body = {}, search = '' } = {}): Promise<Response> =>
  fetch(`${chat.url}/stream${search}`, {
    method,
    headers: {
      authorization: `Bearer ${name}`,
      ...(token && { [TOKEN]: token }),
      ...(method === 'POST' && { 'content-type': 'application/json' }),
    },
    ...(method === 'POST' && { body: JSON.stringify(body) }),
  });
const reserve = async (name: string): Promise<string> => (await ask('PUT', name)).text();
const operation = (operationId?: unknown) => ({ query: SUBSCRIPTION, extensions: { operationId } });

it('gives tokens that nobody can guess', async () => {
  const tokens = await Promise.all([reserve('ada'), reserve('ada')]);
  expect(tokens[0]).toMatch(/^[\w-]{32}$/);
  expect(tokens[0]).not.toBe(tokens[1]);
});

it('a token is of no use to others: neither to listen, nor to ask, nor to end anything', async () => {
  const token = await reserve('ada');
  expect((await ask('GET', 'eve', { token })).status).toBe(404);
  const stream = await ask('GET', 'ada', { search: `?token=${token}` });
  expect((await ask('POST', 'ada', { token, body: operation('1') })).status).toBe(202);
  expect((await ask('GET', 'eve', { token })).status).toBe(404);
  expect((await ask('POST', 'eve', { token, body: operation('2') })).status).toBe(404);
  expect((await ask('DELETE', 'eve', { token, search: '?operationId=1' })).status).toBe(404);
  expect(chat.engine.listening).toBe(1);
  expect((await ask('DELETE', 'ada', { token, search: '?operationId=1' })).status).toBe(200);
  await expect.poll(() => chat.engine.listening).toBe(0);
  await stream.body?.cancel();
});

it('a stream is opened once, and its token goes with it', async () => {
  const token = await reserve('ada');
  const stream = await ask('GET', 'ada', { token });
  expect((await ask('GET', 'ada', { token })).status).toBe(409);
  await stream.body?.cancel();
  await expect.poll(async () => (await ask('GET', 'ada', { token })).status).toBe(404);
});

it('refuses operations without a stream, without an id, or with one that is taken', async () => {
  const token = await reserve('ada');
  expect((await ask('POST', 'ada', { token, body: operation('1') })).status).toBe(409);
  const stream = await ask('GET', 'ada', { token });
  for (const id of [undefined, '', 7, 'x'.repeat(129)])
    expect((await ask('POST', 'ada', { token, body: operation(id) })).status).toBe(400);
  expect((await ask('POST', 'ada', { token, body: operation('1') })).status).toBe(202);
  expect((await ask('POST', 'ada', { token, body: operation('1') })).status).toBe(409);
  await stream.body?.cancel();
});

it('nobody reserves more than some streams', async () => {
  const answers: number[] = [];
  for (let sent = 0; sent < 60; sent += 1) answers.push((await ask('PUT', 'ada')).status);
  expect(answers.filter((status) => status === 201)).toHaveLength(50);
  expect(answers.at(-1)).toBe(429);
  expect((await ask('PUT', 'grace')).status).toBe(201);
});
