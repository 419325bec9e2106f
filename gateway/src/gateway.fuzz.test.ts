import { readFileSync } from 'node:fs';
import { apiPath, services, supergraphPath } from '@accounts-center/schema';
import { createServiceClient, generateKeyring, localTransport } from '@accounts-center/subgraph-kit';
import fc, { type Arbitrary } from 'fast-check';
import { buildClientSchema, buildSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Constellation, startConstellation } from './testing/constellation.ts';
import { damaged, operations } from './testing/operations.arbitrary.ts';
import { exchange } from './testing/raw-exchange.ts';
import { anyHeaders, anyRequest } from './testing/requests.arbitrary.ts';
import { runs } from './testing/run-counts.ts';

const QUERY = '{ viewer { accounts { id username } } }';
const WITH_VARIABLES = `query ($text: String!, $kind: Trouble!, $when: DateTime!) {
  instagramEcho(text: $text) instagramTrouble(kind: $kind) instagramSince(when: $when)
}`;

let family: Constellation;
/** The real graph, with no service behind it. */
let deserted: Constellation;
let port: number;
let small: Arbitrary<string>;
const large = operations(buildSchema(readFileSync(apiPath, 'utf8')));

beforeAll(async () => {
  family = await startConstellation('in process');
  port = Number(new URL(await family.gateway.listen({ host: '127.0.0.1', port: 0 })).port);
  const { data } = await family.ask(getIntrospectionQuery());
  small = operations(buildClientSchema(data as IntrospectionQuery));
  const client = createServiceClient(localTransport());
  const supergraphSdl = readFileSync(supergraphPath, 'utf8');
  const keyring = generateKeyring(services.map(({ name }) => `gateway>${name}`));
  deserted = await startConstellation('in process', { supergraphSdl, keyring, client, local: {} });
});
afterAll(async () => {
  await deserted[Symbol.asyncDispose]();
  await family[Symbol.asyncDispose]();
});

/** Tries many values, and that the gateway is alive after them. */
function whatever<T>(name: string, times: number, values: () => Arbitrary<T>, send: (value: T) => Promise<void>): void {
  const { numRuns, timeoutMs } = runs(times);
  it(`${name} get a GraphQL answer`, { timeout: timeoutMs }, async () => {
    await fc.assert(fc.asyncProperty(values(), send), { numRuns });
    expect((await family.gateway.server.inject('/health')).statusCode).toBe(200);
  });
}

/** A GraphQL response with data or coded errors, no failure of ours, nothing of the inside. */
function expectAnswer({ status, type, text }: { status: number; type: unknown; text: string }): void {
  expect([2, 4]).toContain(Math.floor(status / 100));
  expect(type).toMatch(/^application\/(graphql-response\+)?json/);
  const { data, errors = [] } = JSON.parse(text) as { data?: unknown; errors?: unknown[] };
  expect(data !== undefined || errors.length > 0).toBe(true);
  const coded = { message: expect.any(String), extensions: { code: expect.stringMatching(/^[A-Z_]+$/) } };
  for (const error of errors) expect(error).toMatchObject(coded);
  expect(text).not.toMatch(/node_modules|\.[jt]s:\d+|stacktrace|internal:/);
}

async function post(payload: string | Buffer, headers: Record<string, string> = {}, to = family): Promise<void> {
  const all = { 'content-type': 'application/json', ...headers };
  const answer = await to.gateway.server.inject({ method: 'POST', url: '/graphql', payload, headers: all });
  expectAnswer({ status: answer.statusCode, type: answer.headers['content-type'], text: answer.body });
}
const json = (value: unknown): string => JSON.stringify(value);

const ofSmall = () => small;
const ofLarge = () => large;
whatever('operations', 400, ofSmall, (query) => post(json({ query, operationName: 'A' })));
whatever(
  'damaged operations',
  500,
  () => damaged(small),
  (query) => post(json({ query })),
);
whatever('operations on the real graph', 150, ofLarge, (query) =>
  post(json({ query, operationName: 'A' }), {}, deserted),
);
whatever(
  'damaged operations on the real graph',
  300,
  () => damaged(large),
  (query) => post(json({ query }), {}, deserted),
);

const anyVariables = fc.record({
  text: fc.jsonValue(),
  kind: fc.jsonValue(),
  when: fc.jsonValue(),
  __proto__: fc.jsonValue(),
});
whatever(
  'requests of any form',
  500,
  () => anyRequest(small),
  (request) => post(json(request)),
);
whatever(
  'variables of any form',
  300,
  () => anyVariables,
  (variables) => post(json({ query: WITH_VARIABLES, variables })),
);

const anyBytes = fc.uint8Array({ maxLength: 2_000 });
const damagedJson = damaged(fc.jsonValue().map((variables) => json({ query: QUERY, variables })));
whatever(
  'bodies of any bytes',
  300,
  () => anyBytes,
  (bytes) => post(Buffer.from(bytes)),
);
whatever(
  'damaged JSON bodies',
  300,
  () => damagedJson,
  (body) => post(body),
);

whatever(
  'requests with any headers',
  300,
  () => anyHeaders,
  async (headers) => {
    const { 'content-length': _length, 'transfer-encoding': _encoding, expect: _expect, ...sendable } = headers;
    await post(json({ query: QUERY }), sendable);
  },
);

const damagedStart = damaged(fc.constant('POST /graphql HTTP/1.1\r\n'));
whatever(
  'bytes that are an HTTP request, or nearly',
  150,
  () => fc.tuple(anyHeaders, damagedStart),
  async ([more, start]) => {
    const body = json({ query: QUERY });
    const headers = { host: 'localhost', 'content-type': 'application/json', ...more };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const end = `connection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    const answers = (await exchange(port, start + lines.join('') + end)).split('\r\n\r\n');
    const [head = '', text = ''] = answers.filter((part) => !part.startsWith('HTTP/1.1 100 '));
    const status = Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]);
    expectAnswer({ status, type: /content-type: (.*)/i.exec(head)?.[1], text });
  },
);
