import { once } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { silentLogger } from '@accounts-center/subgraph-kit';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readStandaloneConfig } from '../config.ts';
import { createStandaloneGateway, type StandaloneGateway } from './standalone.ts';

let subgraph: Server;
let gateway: StandaloneGateway;
let answer: RequestListener;
const heard: { headers: IncomingMessage['headers']; body: { query: string } }[] = [];

beforeEach(async () => {
  heard.length = 0;
  answer = (_, response) => response.end('{"data":{"a":"x"}}');
  subgraph = createServer((request, response) => {
    void text(request).then((body) => {
      heard.push({ headers: request.headers, body: JSON.parse(body) as { query: string } });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => subgraph.listen(0, '127.0.0.1', resolve));
  const { port } = subgraph.address() as AddressInfo;
  const services = [
    { name: 'one', typeDefs: parse('type Query { a: String must: Int! }'), url: `http://127.0.0.1:${port}/graph` },
  ];
  const { supergraphSdl = '' } = composeServices(services);
  gateway = await createStandaloneGateway({
    supergraphSdl,
    forwardHeaders: ['Authorization'],
    shareIdenticalRequests: true,
    development: false,
    log: silentLogger,
  });
});
afterEach(async () => {
  await gateway.close();
  subgraph.closeAllConnections();
  subgraph.close();
});

const ask = async (query: string, headers: Record<string, string> = {}) => {
  const response = await gateway.server.inject({ method: 'POST', url: '/graphql', payload: { query }, headers });
  return {
    status: response.statusCode,
    body: response.json<{ data?: unknown; errors?: { extensions: object }[] }>(),
    text: response.body,
  };
};

it('serves what the subgraphs say, and its health', async () => {
  expect(await ask('{ a }')).toMatchObject({ status: 200, body: { data: { a: 'x' } } });
  expect((await gateway.server.inject('/health')).statusCode).toBe(200);
});

it('forwards the headers that it is told to, and no others', async () => {
  await ask('{ a }', { authorization: 'Bearer t', cookie: 'c=1' });
  expect(heard[0]?.headers).toMatchObject({ authorization: 'Bearer t', 'content-type': 'application/json' });
  expect(heard[0]?.headers['cookie']).toBeUndefined();
});

it('callers with the same headers share an answer under way, others do not', async () => {
  await Promise.all(['a', 'a', 'b'].map((authorization) => ask('{ a }', { authorization })));
  expect(
    heard
      .map(({ headers }) => headers['authorization'])
      .toSorted((one, other) => String(one).localeCompare(String(other))),
  ).toEqual(['a', 'b']);
});

it('ends its calls of subgraphs when the client has gone', async () => {
  const asked = new Promise<ServerResponse>((resolve) => {
    answer = (_, response) => resolve(response);
  });
  const address = new URL(await gateway.listen({ port: 0, host: '127.0.0.1' }));
  const request = httpRequest(new URL('/graphql', address), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  });
  request.on('error', () => {}).end('{"query":"{ a }"}');
  const call = await asked;
  const ended = once(call, 'close');
  request.destroy();
  await ended;
  expect(call.writableFinished).toBe(false);
});

describe('a subgraph’s failure', () => {
  it.each([400, 422, 500, 503])('with the status %i and GraphQL errors tells what is wrong', async (status) => {
    answer = (_, response) => {
      response.statusCode = status;
      response.end('{"data":null,"errors":[{"message":"Not now.","extensions":{"code":"LATER"}}]}');
    };
    const { body } = await ask('{ a }');
    expect(body).toEqual({
      data: { a: null },
      errors: [{ message: 'Not now.', path: ['a'], extensions: { code: 'LATER' } }],
    });
  });

  it.each<[string, RequestListener]>([
    ['an answer that is no JSON', (_, response) => response.end('<h1>db.internal:5432</h1>')],
    ['another kind of JSON', (_, response) => response.end('["db.internal:5432"]')],
    [
      'a refusal without a reason for clients',
      (_, response) => void response.writeHead(500).end('{"errors":[{"message":"db.internal:5432"}]}'),
    ],
    ['a connection that breaks', (_, response) => void response.destroy()],
  ])('%s is unavailability, and nothing of the inside shows', async (_, failure) => {
    answer = failure;
    const { body, text: all } = await ask('{ a }');
    expect(body).toMatchObject({
      data: { a: null },
      errors: [{ path: ['a'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }],
    });
    expect(all).not.toMatch(/127\.0\.0\.1|internal|graph"/);
  });

  it('takes everything where a field must be there', async () => {
    answer = (_, response) => response.destroy();
    expect((await ask('{ a must }')).body).toMatchObject({ data: null, errors: [{ path: ['a'] }, { path: ['must'] }] });
  });
});

it('reads its command line', () => {
  expect(readStandaloneConfig([], {})).toBeUndefined();
  const args = ['--supergraph', 's.graphql', '--port', '4100', '--forward-header', 'a', '--forward-header', 'b'];
  expect(readStandaloneConfig(args, { NODE_ENV: 'development' })).toEqual({
    supergraphFile: 's.graphql',
    port: 4100,
    host: '127.0.0.1',
    forwardHeaders: ['a', 'b'],
    shareIdenticalRequests: false,
    development: true,
    logLevel: 'info',
  });
  expect(() => readStandaloneConfig(['--supergraph', 's', '--port', 'high'], {})).toThrow('PORT');
  expect(() => readStandaloneConfig(['--nonsense'], {})).toThrow('nonsense');
});
