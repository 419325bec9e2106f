import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { type Load, sendLoad } from './send-load.ts';

async function loadOf(answer: (request: IncomingMessage, response: ServerResponse) => void, load: Partial<Load>) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const defaults = { url, bodies: ['{}'], lengths: [2], connections: 2, maxRequests: 10, maxMs: 60_000 };
  try {
    return await sendLoad({ ...defaults, authorization: 'own', ...load }, 'run');
  } finally {
    server.close();
  }
}

it('sends as many requests as it may, each with an authorization of its own, or all with the same', async () => {
  const seen = { own: new Set<string>(), same: new Set<string>() };
  for (const authorization of ['own', 'same'] as const) {
    const result = await loadOf(
      (request, response) => {
        seen[authorization].add(request.headers.authorization ?? '');
        response.end('{}');
      },
      { authorization },
    );
    expect(result.latenciesMs).toHaveLength(10);
    expect(result.wrong).toBe(0);
  }
  expect([seen.own.size, seen.same.size]).toEqual([10, 1]);
});

it('sends the tokens that there are', async () => {
  const seen = new Set<string | undefined>();
  await loadOf(
    (request, response) => {
      seen.add(request.headers.authorization);
      response.end('{}');
    },
    { authorization: ['a', 'b'] },
  );
  expect(seen).toEqual(new Set(['Bearer a', 'Bearer b']));
});

it('counts answers of another length, or of another status, as wrong', async () => {
  let count = 0;
  const result = await loadOf(
    (_, response) => {
      count += 1;
      response.writeHead(count === 1 ? 500 : 200).end(count === 2 ? '{ }' : '{}');
    },
    { connections: 1 },
  );
  expect(result.wrong).toBe(2);
});

it('breaks off when the server hangs up, and says so', async () => {
  const { failure } = await loadOf((request) => request.socket.destroy(), {});
  expect(failure).toContain('other side closed');
});
