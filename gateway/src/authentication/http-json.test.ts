import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOW } from '../testing/tokens.ts';
import { fetchJson } from './http-json.ts';

let answer: (response: ServerResponse) => void;
let asked = 0;
const server = createServer((_request, response) => {
  asked += 1;
  answer(response);
});
const dispatcher = new Agent();
let url: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  await dispatcher.destroy();
  server.closeAllConnections();
  server.close();
});

const clock = { now: () => NOW };
const fetched = (timeoutMs = 5_000) => fetchJson(url, { dispatcher, clock, timeoutMs, maxBytes: 1_000 });

describe('an answer may be kept as long as its headers say:', () => {
  it.each<[string, Record<string, string>, number | undefined]>([
    ['nothing', {}, undefined],
    ['max-age', { 'cache-control': 'public, max-age=300, must-revalidate' }, 300_000],
    ['s-maxage is not for us', { 'cache-control': 's-maxage=9, max-age=300' }, 300_000],
    ['max-age, less the time on its way', { 'cache-control': 'max-age=300', age: '100' }, 200_000],
    ['max-age that is over', { 'cache-control': 'max-age=300', age: '500' }, 0],
    ['no-store', { 'cache-control': 'no-store, max-age=300' }, 0],
    ['no-cache', { 'cache-control': 'No-Cache' }, 0],
    ['max-age before expires', { 'cache-control': 'max-age=1', expires: 'Mon, 23 Nov 2026 11:00:00 GMT' }, 1_000],
    ['expires', { expires: 'Mon, 23 Nov 2026 11:00:00 GMT', date: 'Mon, 23 Nov 2026 10:30:00 GMT' }, 1_800_000],
    ['expires that is no date', { expires: '0' }, 0],
    ['a max-age that is no number', { 'cache-control': 'max-age=soon' }, undefined],
  ])('%s', async (_, headers, expected) => {
    answer = (response) => {
      response.sendDate = false;
      response.writeHead(200, headers).end('{"a":1}');
    };
    expect(await fetched()).toEqual({ value: { a: 1 }, maxAgeMs: expected });
  });
});

describe('it gives up', () => {
  it.each<[string, (response: ServerResponse) => void, RegExp]>([
    ['what is no JSON', (response) => response.end('<html>'), /JSON/],
    ['another status', (response) => response.writeHead(500).end('{}'), /status 500/],
    [
      'a redirect, which it does not follow',
      (response) => response.writeHead(302, { location: url }).end(),
      /status 302/,
    ],
    ['too much', (response) => response.end(`"${'a'.repeat(1_000)}"`), /more than 1000 bytes/],
    ['too much, without an end', (response) => feed(response), /more than 1000 bytes/],
    ['a broken connection', (response) => response.destroy(), /closed/],
  ])('%s', async (_, answering, reason) => {
    answer = answering;
    asked = 0;
    await expect(fetched()).rejects.toThrow(reason);
    expect(asked).toBe(1);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['on a server that says nothing', () => {}],
    ['on one that never ends', (response) => response.write('{')],
  ])('%s', async (_, answering) => {
    answer = answering;
    await expect(fetched(20)).rejects.toThrow(/timeout/i);
  });
});

function feed(response: ServerResponse): void {
  while (!response.destroyed && response.write(Buffer.alloc(10_000, 'a')));
  response.once('drain', () => feed(response));
}
