import { readFileSync } from 'node:fs';
import { apiPath, supergraphPath } from '@accounts-center/schema';
import { createServiceClient, localTransport } from '@accounts-center/subgraph-kit';
import fc, { type Arbitrary } from 'fast-check';
import { buildClientSchema, buildSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Constellation, startConstellation } from './testing/constellation.ts';
import { damaged, operations } from './testing/operations.arbitrary.ts';
import { exchange } from './testing/raw-exchange.ts';
import { type Runs, runs } from './testing/run-counts.ts';

let family: Constellation;
let real: Constellation;
let port: number;
let ownOperations: Arbitrary<string>;
const realOperations = operations(buildSchema(readFileSync(apiPath, 'utf8')));

beforeAll(async () => {
  family = await startConstellation('in process');
  port = Number(new URL(await family.gateway.listen({ host: '127.0.0.1', port: 0 })).port);
  const { data } = await family.ask(getIntrospectionQuery());
  ownOperations = operations(buildClientSchema(data as IntrospectionQuery));
  const nobody = createServiceClient(localTransport());
  real = await startConstellation('in process', {
    supergraphSdl: readFileSync(supergraphPath, 'utf8'),
    client: nobody,
    local: {},
  });
});
afterAll(async () => {
  await real[Symbol.asyncDispose]();
  await family[Symbol.asyncDispose]();
});

/** Whatever was sent: a GraphQL response, no failure of ours, nothing of the inside. */
function expectGraphqlAnswer({ status, type, text }: { status: number; type: unknown; text: string }): void {
  expect(status).toSatisfy((code: number) => (code >= 200 && code < 300) || (code >= 400 && code < 500));
  expect(type).toMatch(/^application\/(graphql-response\+)?json/);
  const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: unknown[] };
  expect(data !== undefined || errors !== undefined).toBe(true);
  for (const error of errors ?? []) {
    expect(error).toMatchObject({
      message: expect.any(String),
      extensions: { code: expect.stringMatching(/^[A-Z_]+$/) },
    });
  }
  expect(text).not.toMatch(/node_modules|\.[jt]s:\d+|stacktrace|internal:/);
}

async function post(to: Constellation, payload: string | Buffer, headers: Record<string, string> = {}): Promise<void> {
  const standard = { 'content-type': 'application/json' };
  const answer = await to.gateway.server.inject({
    method: 'POST',
    url: '/graphql',
    payload,
    headers: { ...standard, ...headers },
  });
  expectGraphqlAnswer({ status: answer.statusCode, type: answer.headers['content-type'], text: answer.body });
}

function always(
  name: string,
  { numRuns, timeoutMs }: Runs,
  property: () => Arbitrary<unknown>,
  check: (value: never) => Promise<void>,
): void {
  it(name, { timeout: timeoutMs }, async () => {
    await fc.assert(
      fc.asyncProperty(property(), (value) => check(value as never)),
      { numRuns },
    );
    expect((await family.gateway.server.inject('/health')).statusCode).toBe(200);
  });
}

const aQuery = '{ viewer { accounts { id username } } }';
const json = fc.jsonValue({ maxDepth: 4 });
const loose = fc.oneof(json, fc.constant(undefined), fc.string());

always(
  'operations of the schema',
  runs(400),
  () => ownOperations,
  (query: string) => post(family, JSON.stringify({ query, operationName: 'A' })),
);
always(
  'operations of the schema, damaged',
  runs(500),
  () => damaged(ownOperations),
  (query: string) => post(family, JSON.stringify({ query })),
);
always(
  'operations of the whole graph',
  runs(150),
  () => realOperations,
  (query: string) => post(real, JSON.stringify({ query, operationName: 'A' })),
);
always(
  'operations of the whole graph, damaged',
  runs(300),
  () => damaged(realOperations),
  (query: string) => post(real, JSON.stringify({ query })),
);

always(
  'requests of any form',
  runs(500),
  () =>
    fc.record({
      query: fc.oneof(loose, ownOperations),
      variables: loose,
      operationName: loose,
      extensions: loose,
      [`${'x'}`]: loose,
    }),
  (body: object) => post(family, JSON.stringify(body)),
);
always(
  'variables of any form',
  runs(300),
  () => fc.dictionary(fc.constantFrom('flag', 'id', 'representations', '__proto__', 'x'), json),
  (variables: object) =>
    post(
      family,
      JSON.stringify({ query: `query A($flag: Boolean, $id: ID, $representations: [String]) ${aQuery}`, variables }),
    ),
);
always(
  'bodies of any bytes',
  runs(300),
  () => fc.uint8Array({ maxLength: 2_000 }),
  (bytes: Uint8Array) => post(family, Buffer.from(bytes)),
);
always(
  'JSON bodies, damaged',
  runs(300),
  () => damaged(json.map((value) => JSON.stringify({ query: aQuery, variables: value }))),
  (body: string) => post(family, body),
);

const headerNames = fc.constantFrom(
  'accept',
  'authorization',
  'content-type',
  'content-encoding',
  'x-request-id',
  'origin',
  'host',
  'apollo-require-preflight',
  'x-forwarded-for',
  'expect',
  'upgrade',
  'connection',
  'transfer-encoding',
  'content-length',
  'x-service-identity',
);
const headerValues = fc.oneof(
  fc.constantFrom(
    '',
    '*',
    'text/html',
    'application/json',
    'application/json; charset=utf-16',
    'multipart/mixed;deferSpec=20220824, application/json',
    'gzip',
    'chunked',
    '100-continue',
    '-1',
    '5',
    'Bearer a.b.c',
    'null',
    '[::1',
    'close',
    'websocket',
  ),
  fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)) }),
);
const headers = fc.dictionary(headerNames, headerValues, { maxKeys: 4 });

always(
  'headers of any value',
  runs(300),
  () => headers,
  async (all: Record<string, string>) => {
    const { 'content-length': _, 'transfer-encoding': __, expect: ___, ...sendable } = all;
    await post(family, JSON.stringify({ query: aQuery }), sendable);
  },
);

always(
  'bytes that are an HTTP request, or nearly',
  runs(150),
  () => fc.tuple(headers, damaged(fc.constant('POST /graphql HTTP/1.1\r\n'))),
  async ([all, start]: [object, string]) => {
    const body = JSON.stringify({ query: aQuery });
    const lines = Object.entries({ host: 'a', 'content-type': 'application/json', ...all }).map(
      ([key, value]) => `${key}: ${value}`,
    );
    const request = `${start}${lines.join('\r\n')}\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    const [head = '', text = ''] = (await exchange(port, request)).split('\r\n\r\n');
    const status = Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]);
    expectGraphqlAnswer({ status, type: /content-type: (.*)/i.exec(head)?.[1], text });
  },
);
