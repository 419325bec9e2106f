import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { sendPaced } from './send-paced.ts';

async function results(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stream = { body: '{}', perSecond: 1_000, lengths: [2, 3] };
  try {
    return await sendPaced({ url, streams: [stream, { ...stream, body: '[]' }], durationMs: 10 }, 'run');
  } finally {
    server.close();
  }
}

it('sends each kind as often as told, each request with an authorization of its own', async () => {
  const seen = new Set<string>();
  const told = await results((request, response) => {
    seen.add(request.headers.authorization ?? '');
    response.end('{}');
  });
  expect(told.map(({ latenciesMs, wrong }) => [latenciesMs.length, wrong])).toEqual([
    [10, 0],
    [10, 0],
  ]);
  expect(seen.size).toBe(20);
});

it('does not wait for an answer before it sends the next request', async () => {
  const waiting: ServerResponse[] = [];
  const told = await results((_, response) => {
    waiting.push(response);
    if (waiting.length === 20) for (const each of waiting) each.end('{ }');
  });
  expect(told.map(({ wrong }) => wrong)).toEqual([0, 0]);
});

it('counts answers of another length or status, and no answers, as wrong', async () => {
  const answers = [
    (response: ServerResponse) => response.end('{"a":1}'),
    (response: ServerResponse) => response.writeHead(500).end('{}'),
    (response: ServerResponse) => response.destroy(),
  ];
  const told = await results((_, response) => (answers.pop() ?? ((one: ServerResponse) => one.end('{}')))(response));
  expect(told.reduce((sum, { wrong }) => sum + wrong, 0)).toBe(3);
});
