import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createReplayServer } from './replay-server.ts';

/** Answers traced requests when so many are there. */
const together = { count: 1, waiting: [] as (() => void)[] };
const { server, ask } = createReplayServer(
  () =>
    new Promise((resolve) => {
      together.waiting.push(resolve);
      if (together.waiting.length < together.count) return;
      for (const answer of together.waiting.splice(0)) answer();
    }),
);
let origin = '';
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

const body = JSON.stringify({ query: '{ me { username } }' });
const post = async (headers: Record<string, string> = {}): Promise<unknown> =>
  (await fetch(`${origin}/accounts`, { method: 'POST', headers, body })).json();

it('answers over HTTP, and counts requests, those without an authorization and those that were new', async () => {
  const before = ask('counts');
  const answer = { data: { me: { username: 'ada.winter' } } };
  expect(await post({ authorization: 'Bearer a' })).toEqual(answer);
  expect(await post()).toEqual(answer);
  expect(before).toMatchObject({ requests: 0, unauthorized: 0, recorded: 0 });
  expect(ask('counts')).toMatchObject({ requests: 2, unauthorized: 1, recorded: 1 });
});

it('tells what waited for what, while that is asked for', async () => {
  ask('trace');
  together.count = 2;
  await Promise.all([post(), post()]);
  together.count = 1;
  await post();
  const request = { path: '/accounts', body };
  expect(ask('end trace').levels).toEqual([[request, request], [request]]);
  await post();
  expect(ask('counts').levels).toEqual([]);
});

it('hangs up on a body of unknown length', async () => {
  const stream = new Blob([body]).stream();
  const init = { method: 'POST', body: stream, duplex: 'half' as const };
  await expect(fetch(`${origin}/accounts`, init)).rejects.toThrow('fetch failed');
});
