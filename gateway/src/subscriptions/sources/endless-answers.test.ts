import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { silentLogger, systemClock } from '@accounts-center/subgraph-kit';
import { afterEach, expect, test } from 'vitest';
import type { SourceEvent } from '../../engine/engine-options.ts';
import { settingsSchema } from '../../settings/settings.ts';
import { MAX_EVENT_BYTES } from './remote.ts';
import { createSubscriptionSources } from './subscription-sources.ts';

const CHUNK = 'x'.repeat(64 * 1024);
/** What may be under way between two sockets besides what was read. */
const UNDER_WAY_BYTES = 16 * 1024 * 1024;

const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

async function listening(answer: RequestListener): Promise<Server> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  running.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return server;
}

/** Sends the same again and again, as fast as it is taken. */
function sendForever(response: ServerResponse, chunk: string): void {
  const send = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', send);
  send();
}

/** All events of a source that such a subgraph is, and the bytes it got rid of. */
async function eventsFrom(answer: RequestListener, answerTimeoutMs = 30_000) {
  const sockets = new Set<Socket>();
  const server = await listening((request, response) => {
    sockets.add(request.socket);
    answer(request, response);
  });
  const { subgraphs } = settingsSchema({ development: false, graph: 'any' }).parse({
    subgraphs: { named: { ticks: { subscriptions: 'graphql-sse' } } },
  });
  const sources = createSubscriptionSources<string>(subgraphs, {
    addressOf: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    headersFor: () => ({}),
    identityOf: String,
    keyOf: String,
    accountOf: () => undefined,
    wait: async () => undefined,
    answerTimeoutMs,
    clock: systemClock,
    log: silentLogger,
  });
  running.push(sources.close);
  const { signal } = new AbortController();
  const field = { name: 'ticked', arguments: {} };
  const events: SourceEvent[] = [];
  for await (const event of sources.open('ticks', { query: 'subscription { ticked }' }, 'ann', { signal, field }))
    events.push(event);
  const sent = Array.from(sockets, ({ bytesWritten }) => bytesWritten);
  return { events, requests: sent.length, mostSent: Math.max(...sent), sockets };
}

const UNREACHABLE = { answer: { ok: false, reason: 'unreachable' } };
const TOO_LARGE = { answer: { ok: false, reason: 'unreachable', cause: { cause: { name: 'EventTooLarge' } } } };

test('an event without an end ends the source, once it is larger than any may be', async () => {
  const { events, requests, mostSent, sockets } = await eventsFrom((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('event: next\ndata: {"data":{"ticked":1}}\n\nevent: next\ndata: ');
    sendForever(response, CHUNK);
  });
  expect(events).toMatchObject([{ answer: { ok: true, result: { data: { ticked: 1 } } } }, TOO_LARGE]);
  expect(requests).toBe(1);
  expect(mostSent).toBeLessThan(MAX_EVENT_BYTES + UNDER_WAY_BYTES);
  await expect.poll(() => [...sockets].every(({ destroyed }) => destroyed)).toBe(true);
});

test('events that end are told, however much they are together', async () => {
  const event = `event: next\ndata: {"data":{"ticked":"${CHUNK.repeat(16)}"}}\n\n`;
  const count = Math.ceil((1.5 * MAX_EVENT_BYTES) / event.length);
  const { events } = await eventsFrom((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(`${event.repeat(count)}event: complete\ndata:\n\n`);
  });
  expect(events.map(({ answer }) => answer?.ok)).toEqual(Array.from({ length: count }, () => true));
});

test.each([
  ['is a refusal', 403, 1],
  ['says that it can not be had for now', 503, 3],
  ['is no stream', 200, 3],
])('an answer without an end that %s ends the source', async (_, status, attempts) => {
  const { events, requests, mostSent, sockets } = await eventsFrom((__, response) => {
    response.writeHead(status, { 'content-type': 'text/html' });
    sendForever(response, CHUNK);
  });
  expect(events).toMatchObject([UNREACHABLE]);
  expect(requests).toBe(attempts);
  expect(mostSent).toBeLessThan(UNDER_WAY_BYTES);
  await expect.poll(() => [...sockets].every(({ destroyed }) => destroyed)).toBe(true);
});

test.each([
  ['is a refusal', 403],
  ['says that it can not be had for now', 503],
  ['is no stream', 200],
])('an answer that %s, and goes silent, is given up after a while', async (_, status) => {
  const { events, requests, sockets } = await eventsFrom((__, response) => {
    response.writeHead(status, { 'content-type': 'text/html' });
    response.write('<');
  }, 20);
  expect(events).toMatchObject([UNREACHABLE]);
  expect(requests).toBe(3);
  await expect.poll(() => [...sockets].every(({ destroyed }) => destroyed)).toBe(true);
});
