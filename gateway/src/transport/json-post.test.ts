import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createJsonPoster, type JsonAnswer, type JsonPoster } from './json-post.ts';

const MAX_BYTES = 20_000;
let answer: RequestListener;
let poster: JsonPoster;
const server = createServer((request, response) => {
  request.resume();
  answer(request, response);
});
beforeEach(async () => {
  poster = createJsonPoster({ connections: 1, connectTimeoutMs: 2_000, maxBytes: MAX_BYTES });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await poster.close();
});

const post = (): Promise<JsonAnswer> => {
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return poster.post({ url, headers: { 'content-type': 'application/json' }, body: '{}', timeoutMs: 30_000 });
};

it('gives the text of an answer of any status', async () => {
  answer = (_, response) => void response.writeHead(502).end('no');
  expect(await post()).toEqual({ status: 502, text: 'no' });
});

it('takes an answer of many bytes up to the limit, and none above it', async () => {
  answer = (_, response) => response.end('x'.repeat(MAX_BYTES - 1_000));
  expect((await post()).text).toHaveLength(MAX_BYTES - 1_000);
  answer = (_, response) => response.end('x'.repeat(MAX_BYTES + 1));
  await expect(post()).rejects.toMatchObject({ cause: { message: expect.stringContaining('larger than') } });
});

/** Sends a byte at a time. */
function inBytes(response: ServerResponse, count: number): void {
  if (response.destroyed) return;
  if (count > 0) response.write('a', () => setImmediate(() => inBytes(response, count - 1)));
  else response.end();
}

it('takes an answer however small the parts are in which it comes, and none of those without an end', async () => {
  answer = (_, response) => inBytes(response, 1_000);
  expect((await post()).text).toBe('a'.repeat(1_000));
  answer = (_, response) => inBytes(response, Number.POSITIVE_INFINITY);
  await expect(post()).rejects.toMatchObject({ cause: { message: expect.stringContaining('larger than') } });
});
