import { connect, type Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { httpSockets } from './http-sockets.ts';
import { silentLogger } from './logger.ts';
import { createServiceServer } from './server.ts';

const MEBIBYTE = 1024 * 1024;

let server: FastifyInstance;
let address: string;
let begun: string[];
let release: () => void;
beforeEach(async () => {
  begun = [];
  const released = new Promise<void>((resolve) => void (release = resolve));
  server = Fastify({ ...httpSockets, bodyLimit: MEBIBYTE, forceCloseConnections: true });
  server.addHook('onRequest', async ({ url }) => void begun.push(url));
  server.get('/slow', () => released.then(() => 'slow'));
  server.get('/large', () => 'x'.repeat(8 * MEBIBYTE));
  server.get('/last', (_request, reply) => reply.header('connection', 'close').send('last'));
  server.get('/fast/:n', ({ url }) => url);
  server.post('/size', { bodyLimit: MEBIBYTE }, ({ body }) => String(String(body).length));
  address = await server.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => server.close());

function open(): Socket {
  const { hostname, port } = new URL(address);
  // What is cut off while it writes fails, and is meant to.
  return connect(Number(port), hostname).on('error', () => {});
}

const closed = (socket: Socket): Promise<unknown> => new Promise((resolve) => socket.once('close', resolve));

const get = (path: string, ...headers: string[]): string =>
  [`GET ${path} HTTP/1.1`, 'host: localhost', ...headers, '', ''].join('\r\n');

/** Sends requests in one go, and gives what comes back until the connection is closed. */
async function exchange(requests: string): Promise<string> {
  const socket = open();
  let answers = '';
  socket.on('data', (bytes) => void (answers += bytes.toString())).write(requests);
  await closed(socket);
  return answers;
}

it('a client that sends far more requests than are answered is cut off, with one of them begun', async () => {
  const socket = open();
  socket.resume().write(get('/slow').repeat(50_000));
  await closed(socket);
  expect(begun).toEqual(['/slow']);
  expect(await (await fetch(`${address}/fast/1`)).text()).toBe('/fast/1');
});

it('a few requests in a row are answered in their order, each begun when the one before is answered', async () => {
  const rest = [get('/fast/1'), get('/fast/2'), get('/fast/3', 'connection: close')].join('');
  const answers = exchange(get('/slow') + rest);
  await expect.poll(() => begun).toEqual(['/slow']);
  expect(await (await fetch(`${address}/fast/0`)).text()).toBe('/fast/0');
  expect(begun).toEqual(['/slow', '/fast/0']);
  release();
  expect((await answers).match(/^(slow|\/fast\/.)/gm)).toEqual(['slow', '/fast/1', '/fast/2', '/fast/3']);
});

it('what is kept for a client that reads nothing is one answer, and all come when it reads', async () => {
  const socket = open();
  socket.pause().write(get('/large').repeat(7) + get('/large', 'connection: close'));
  await expect.poll(() => begun).toContain('/large');
  for (const n of [1, 2, 3]) await (await fetch(`${address}/fast/${n}`)).text();
  // Two fit into the buffers of the system.
  expect(begun.filter((url) => url === '/large').length).toBeLessThanOrEqual(3);
  let sizeBytes = 0;
  socket.on('data', (bytes) => void (sizeBytes += bytes.length)).resume();
  await closed(socket);
  expect(sizeBytes).toBeGreaterThan(8 * 8 * MEBIBYTE);
});

it('what comes behind an answer that closes the connection is not begun', async () => {
  expect(await exchange(get('/last') + get('/fast/1'))).toMatch(/last$/);
  expect(begun).toEqual(['/last']);
});

it('a body may come before other requests and behind them', async () => {
  const body = 'x'.repeat(MEBIBYTE);
  const post = `POST /size HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\ncontent-length: ${MEBIBYTE}\r\n\r\n${body}`;
  const answers = await exchange(post + get('/fast/1') + post + get('/fast/2', 'connection: close'));
  expect(answers.match(/^(\d{7}|\/fast\/.)/gm)).toEqual([`${MEBIBYTE}`, '/fast/1', `${MEBIBYTE}`, '/fast/2']);
});

it('a service has them', async () => {
  const service = createServiceServer({ name: 'a', log: silentLogger, verifier: { verify: async () => undefined } });
  const { requestTimeout, keepAliveTimeout, headersTimeout, timeout } = service.server;
  const { requestTimeout: request, keepAliveTimeout: keepAlive, connectionTimeout: idle } = httpSockets;
  expect([requestTimeout, keepAliveTimeout, headersTimeout, timeout]).toEqual([request, keepAlive, 30_000, idle]);
});
