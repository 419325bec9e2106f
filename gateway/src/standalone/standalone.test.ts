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
import { createLogger, silentLogger } from '@accounts-center/subgraph-kit';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readStandaloneConfig } from '../config.ts';
import { settingsSchema } from '../settings/settings.ts';
import { createStandaloneGateway, type StandaloneGateway } from './standalone.ts';

let subgraph: Server;
let gateway: StandaloneGateway;
let answer: RequestListener;
let logged: string;
const heard: { headers: IncomingMessage['headers']; body: { query: string } }[] = [];

/** What accounts-center's own limits would refuse: two passwords in an operation, and a wide interface of many types. */
const names = (count: number, name: string): string[] => Array.from({ length: count }, (_, n) => `${name}${n}`);
const fields = names(26, 'field').join(': Int ');
const types = names(20, 'Shape').map((type) => `type ${type} implements Shape { ${fields}: Int }`);
const typeDefs = `
  type Query { a: String must: Int! shape: Shape self: Query }
  type Mutation { createUser(input: NewUser!): String }
  input NewUser { name: String password: String! }
  interface Shape { ${fields}: Int }
  ${types.join(' ')}`;

const ADDRESS = 'http://one.test/graph';
const { supergraphSdl: supergraph = '' } = composeServices([{ name: 'one', typeDefs: parse(typeDefs), url: ADDRESS }]);

beforeEach(async () => {
  heard.length = 0;
  logged = '';
  answer = (_, response) => response.end('{"data":{"a":"x"}}');
  subgraph = createServer((request, response) => {
    void text(request).then((body) => {
      heard.push({ headers: request.headers, body: JSON.parse(body) as { query: string } });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => subgraph.listen(0, '127.0.0.1', resolve));
  const { port } = subgraph.address() as AddressInfo;
  const supergraphSdl = supergraph.replaceAll(ADDRESS, `http://127.0.0.1:${port}/graph`);
  gateway = await createStandaloneGateway({
    supergraphSdl,
    settings: {
      subgraphs: { all: { forwardHeaders: ['Authorization'] } },
      caching: { shareIdenticalRequests: true },
      limits: { maxTokens: 400, maxDepth: 40, maxFields: 600 },
    },
    publicUrl: 'http://localhost:4000',
    development: false,
    log: createLogger({ name: 'test', level: 'info', destination: { write: (line) => void (logged += line) } }),
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
    headers: response.headers,
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

it('knows no rules of one graph: neither passwords nor wide interfaces are refused', async () => {
  answer = (_, response) => response.end('{"data":{"a":"x","b":"x"}}');
  const users = await ask('mutation { a: createUser(input: {password: "1"}) b: createUser(input: {password: "2"}) }');
  expect(users).toMatchObject({ status: 200, body: { data: { a: 'x', b: 'x' } } });
  answer = (_, response) => response.end('{"data":{"shape":null}}');
  const wide = await ask(`{ shape { ${names(26, 'field').join(' ')} } }`);
  expect(wide).toMatchObject({ status: 200, body: { data: { shape: null } } });
});

it.each([
  ['tokens', `{ ${'a '.repeat(400)}}`, '400 tokens'],
  ['depth', `${'{ self '.repeat(40)}{ a ${'}'.repeat(41)}`, 'nested more than 40 fields deep'],
  ['fields', `{ shape { ...A b: __typename ...A } } fragment A on Shape { ${aliases(31)} }`, 'more than 600 fields'],
])('has limits of %s that it is told', async (_, query, problem) => {
  const { status, text: all } = await ask(query);
  expect([status, all]).toEqual([400, expect.stringContaining(problem)]);
});

function aliases(count: number): string {
  return names(count, 'a')
    .map((alias) => `${alias}: field1`)
    .join(' ');
}

it('names what it can, and gives every request an id', async () => {
  answer = (_, response) => response.end('{"data":{"must":null}}');
  const { body, headers } = await ask('{ must }', { 'x-request-id': 'req-1' });
  expect(headers['x-request-id']).toBe('req-1');
  expect(body).toEqual({
    data: null,
    errors: [
      {
        message: 'Cannot return null for non-nullable field Query.must.',
        path: ['must'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'req-1' },
      },
    ],
  });
  expect(logged).toBe('');
});

describe('a subgraph’s failure', () => {
  it('that is no client’s business is masked, and logged once with the request’s id', async () => {
    answer = (_, response) => response.end('{"data":{"a":null},"errors":[{"message":"db.internal","path":["a"]}]}');
    const { body } = await ask('{ a }', { 'x-request-id': 'req-1' });
    const extensions = { code: 'INTERNAL_SERVER_ERROR', requestId: 'req-1' };
    expect(body.errors).toEqual([{ message: 'Internal server error', path: ['a'], extensions }]);
    expect(
      logged
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).toMatchObject([{ level: 50, requestId: 'req-1', service: 'one', problem: 'db.internal' }]);
  });

  it.each([
    [400, '"data":null,'],
    [401, ''],
    [422, '"data":null,'],
    [500, ''],
    [503, '"data":null,'],
  ])('with the status %i and GraphQL errors tells what is wrong', async (status, data) => {
    answer = (_, response) => {
      response.statusCode = status;
      response.end(`{${data}"errors":[{"message":"Not now.","extensions":{"code":"LATER","host":"db.internal"}}]}`);
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

it('tells once what stands in a subgraph’s place, until it answers again', async () => {
  answer = (_, response) => void response.writeHead(404).end('<h1>Not found</h1>');
  for (let count = 0; count < 3; count++) await ask('{ a }');
  answer = (_, response) => response.end('{"data":{"a":"x"}}');
  await ask('{ a }');
  const lines = logged.trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
    expect.stringMatching(/one.*HTTP 404\. The answer is no JSON object\. This is told once/),
    'The service one answers again. Calls that failed meanwhile: 3.',
  ]);
});

it.each(['', 'ftp://one.test/graph', 'one'])('does not start with the address %j of a subgraph', async (address) => {
  const supergraphSdl = supergraph.replaceAll(ADDRESS, address);
  const options = { supergraphSdl, publicUrl: 'http://localhost:4000', development: false };
  await expect(createStandaloneGateway({ ...options, log: silentLogger })).rejects.toThrow('address of one');
});

it('reads its command line', () => {
  expect(readStandaloneConfig([], {})).toBeUndefined();
  const args = ['--supergraph', 's.graphql', '--port', '4100', '--forward-header', 'a', '--forward-header', 'b'];
  expect(readStandaloneConfig(args, { NODE_ENV: 'development' })).toEqual({
    source: 's.graphql',
    port: 4100,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:4100',
    settings: settingsSchema({ development: true, graph: 'any' }).parse({
      subgraphs: { all: { forwardHeaders: ['a', 'b'] } },
    }),
    trustedProxies: [],
    development: true,
    natsUrl: undefined,
    logLevel: 'info',
  });
  expect(() => readStandaloneConfig(['--supergraph', 's', '--port', 'high'], {})).toThrow('--port');
  expect(() => readStandaloneConfig(['--supergraph', 's', '--max-depth', '0'], {})).toThrow('--max-depth');
  const limits = ['--max-tokens', '1', '--max-depth', '2', '--max-fields', '3'];
  expect(readStandaloneConfig(['--supergraph', 's', ...limits], {})?.settings.limits).toMatchObject({
    maxTokens: 1,
    maxDepth: 2,
    maxFields: 3,
  });
  expect(() => readStandaloneConfig(['--nonsense'], {})).toThrow('nonsense');
  expect(readStandaloneConfig(['--supergraph', 's'], { PORT: '4200', HOST: '0.0.0.0' })).toMatchObject({
    port: 4200,
    host: '0.0.0.0',
  });
  const header = ['--supergraph', 's', '--forward-header', 'Content-Length'];
  expect(() => readStandaloneConfig(header, {})).toThrow('--forward-header: Content-Length');
  expect(() => readStandaloneConfig(['--supergraph', 's'], { GATEWAY_ENGINE: 'stock' })).toThrow('GATEWAY_ENGINE');
});
