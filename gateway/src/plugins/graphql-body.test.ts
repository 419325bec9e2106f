import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Constellation, startConstellation } from '../testing/constellation.ts';
import { sendEndlessly } from '../testing/endless-upload.ts';
import { exchange } from '../testing/raw-exchange.ts';

const LIMITS = { maxBodyBytes: 64 * 1024, bodyTimeoutMs: 1_000 };

let family: Constellation;
let address: string;
beforeAll(async () => {
  family = await startConstellation('in process', { settings: { http: { ...LIMITS, maxBatchSize: 1 } } });
  address = await family.gateway.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => family[Symbol.asyncDispose]());

interface Extensions {
  readonly code: string;
  readonly requestId?: string;
}

const post = async (
  body: string | Buffer<ArrayBuffer>,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) => {
  const answer = await fetch(`${address}/graphql`, { method: 'POST', headers, body });
  const { errors } = (await answer.json()) as { errors?: { message: string; extensions: Extensions }[] };
  return { status: answer.status, code: errors?.[0]?.extensions.code, errors };
};

const deep = (open: string, close: string, levels: number): string => open.repeat(levels) + close.repeat(levels);
const utf16 = Buffer.from('{"query":"{ instagramCaller }"}', 'utf16le');

it.each<[string, string | Buffer<ArrayBuffer>, number, string]>([
  ['no body', '', 400, 'BAD_REQUEST'],
  ['half of a JSON text', '{"query":', 400, 'BAD_REQUEST'],
  ['a byte order mark', '\uFEFF{"query":"{ __typename }"}', 400, 'BAD_REQUEST'],
  ['UTF-16', utf16, 400, 'BAD_REQUEST'],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x80]), 400, 'BAD_REQUEST'],
  ['a number', '7', 400, 'BAD_REQUEST'],
  ['null', 'null', 400, 'BAD_REQUEST'],
  ['a list, as of a batch', '[{"query":"{ __typename }"},{"query":"{ __typename }"}]', 400, 'BAD_REQUEST'],
  ['an object without a query', '{}', 400, 'BAD_REQUEST'],
  ['a query that is no text', '{"query":{"kind":"Document"}}', 400, 'BAD_REQUEST'],
  ['variables that are a list', '{"query":"{ __typename }","variables":[]}', 400, 'BAD_REQUEST'],
  ['a prototype', '{"query":"{ __typename }","__proto__":{"a":1}}', 400, 'BAD_REQUEST'],
  ['JSON nested 15,000 levels', `{"variables":${deep('[', ']', 15_000)}}`, 400, 'BAD_REQUEST'],
  ['a query nested too deep', JSON.stringify({ query: deep('{a', '}', 5_000) }), 400, 'GRAPHQL_PARSE_FAILED'],
  [
    'a list value nested too deep',
    JSON.stringify({ query: `{a(b:${deep('[', ']', 5_000)})}` }),
    400,
    'GRAPHQL_PARSE_FAILED',
  ],
  ['too many tokens', JSON.stringify({ query: `{${' a'.repeat(2_001)}}` }), 400, 'GRAPHQL_PARSE_FAILED'],
  [
    'an unknown operation',
    '{"query":"query A { __typename }","operationName":"B"}',
    400,
    'OPERATION_RESOLUTION_FAILURE',
  ],
  [
    'an operation named by an empty text',
    '{"query":"query A { __typename }","operationName":""}',
    400,
    'OPERATION_RESOLUTION_FAILURE',
  ],
  [
    'one of two operations',
    '{"query":"query A { a: __typename } query B { b: __typename }"}',
    400,
    'OPERATION_RESOLUTION_FAILURE',
  ],
  ['a body over the limit', JSON.stringify({ query: 'x'.repeat(LIMITS.maxBodyBytes) }), 413, 'PAYLOAD_TOO_LARGE'],
])('%s is refused', async (_, body, status, code) => {
  expect(await post(body)).toMatchObject({ status, code });
});

it.each([
  ['text/plain', 415],
  ['application/x-www-form-urlencoded', 415],
  ['multipart/form-data; boundary=x', 415],
  ['application/graphql', 415],
  ['nonsense', 415],
])('the content type %s is refused, and told which to send', async (contentType, status) => {
  expect(await post('{"query":"{ __typename }"}', { 'content-type': contentType })).toMatchObject({
    status,
    errors: [{ message: expect.stringContaining('content-type: application/json') }],
  });
});

it.each([
  ['content-encoding', 'gzip'],
  ['content-encoding', 'gzip, identity'],
  ['content-encoding', 'br'],
  ['content-type', 'application/json; charset=iso-8859-1'],
  ['content-type', 'application/json; charset="utf-16"'],
  ['content-type', 'application/json; charset=utf-8; charset=latin1'],
  ['content-type', 'application/json;charset='],
])('a body with the %s %s is refused, and told which to send', async (name, value) => {
  const headers = { 'content-type': 'application/json', [name]: value };
  expect(await post('{"query":"{ __typename }"}', headers)).toMatchObject({
    status: 415,
    errors: [
      {
        message:
          'Send the operation as JSON in UTF-8, not compressed, with the header `content-type: application/json`.',
        extensions: { code: 'UNSUPPORTED_MEDIA_TYPE', requestId: expect.any(String) },
      },
    ],
  });
});

it.each([
  ['content-encoding', 'identity'],
  ['content-encoding', 'Identity'],
  ['content-type', 'application/json; charset=utf-8'],
  ['content-type', 'application/json;charset=UTF-8'],
  ['content-type', 'Application/JSON; Charset="Utf-8"; profile=x'],
  ['content-type', 'application/json; profile="a=b"'],
])('a body with the %s %s is read', async (name, value) => {
  const headers = { 'content-type': 'application/json', [name]: value };
  expect(await post('{"query":"{ __typename }"}', headers)).toMatchObject({ status: 200 });
});

it.each([
  ['', 'The body is empty.'],
  ['{"query":', 'The body is no JSON: Unexpected end of JSON input.'],
  [
    '{"query":"{ secret }" "b"',
    /^The body is no JSON: Expected ',' or '}' after property value in JSON at position 22\b/,
  ],
  ['secret', "The body is no JSON: Unexpected token 's'."],
  ['{"query":"{ secret }","__proto__":{"a":1}}', 'The body has a property that it may not have.'],
  ['7', 'The body is no JSON object.'],
  ['["secret"]', 'The body is no JSON object.'],
  ['null', 'The body is no JSON object.'],
  ['{"secret":1}', /must contain a non-empty `query`/],
])('the body %j is refused with what is wrong, under the request id, and nothing of it', async (body, message) => {
  const { status, errors } = await post(body, {
    'content-type': 'application/json',
    'x-request-id': `req-of-${body.length}`,
  });
  const extensions = { code: 'BAD_REQUEST', requestId: `req-of-${body.length}` };
  expect({ status, errors }).toEqual({
    status: 400,
    errors: [{ message: expect.stringMatching(message), extensions }],
  });
  expect(errors?.[0]?.message).not.toContain('secret');
  const lines = family
    .logged()
    .split('\n')
    .filter((line) => line.includes(`"requestId":"${extensions.requestId}"`));
  const refusals = lines.filter((line) => line.includes('"msg":"A request was refused"'));
  expect(refusals.map((line) => (JSON.parse(line) as { reason: string }).reason)).toContain(errors?.[0]?.message);
});

it('a body of the limit exactly is read', async () => {
  const start = '{"query":"{ __typename }","padding":"';
  const body = `${start}${'x'.repeat(LIMITS.maxBodyBytes - start.length - 2)}"}`;
  expect(await post(body)).toMatchObject({ status: 200 });
});

it('brackets in strings and comments are not nesting', async () => {
  const text = '[({'.repeat(200);
  const query = `{ instagramEcho(text: "${text}") } # ${text}`;
  expect(await post(JSON.stringify({ query }))).toEqual({ status: 200 });
});

it.each([
  ['too much', { chunk: 'x'.repeat(16 * 1024), everyMs: 1 }, 413],
  ['too slow', { chunk: ' ', everyMs: 50 }, 408],
])('a body that does not end is refused when it is %s', async (_, sending, status) => {
  const upload = sendEndlessly(`${address}/graphql`, sending);
  expect(await upload.status).toBe(status);
  upload.stop();
});

it('GET asks queries only', async () => {
  const get = (query: string) => family.gateway.server.inject({ url: `/graphql?query=${encodeURIComponent(query)}` });
  expect((await get('{ __typename }')).json()).toEqual({ data: { __typename: 'Query' } });
  expect((await get('mutation { instagramRename(name: "x") { id } }')).statusCode).toBe(405);
});

const deepQuery = encodeURIComponent(deep('{a', '}', 2_000));
const deepJson = encodeURIComponent(deep('[', ']', 2_000));

it.each([
  ['in the usual way', `?query=${deepQuery}`],
  ['with an end that is no UTF-8', `?query=${deepQuery}%23%FF`],
  ['behind the end of the path', `#?query=${deepQuery}`],
  ['after another', `?query=%7Ba%7D&query=${deepQuery}`],
  ['by a name that is encoded', `?%71uery=${deepQuery}`],
  ['as variables', `?query=%7Ba%7D&variables=${deepJson}`],
  ['as variables with an end that is no UTF-8', `?query=%7Ba%7D&variables=${deepJson}%FF`],
  ['as extensions', `?query=%7Ba%7D&extensions=${deepJson}`],
])('what nests too deep in an address is refused before it is read: %s', async (_, rest) => {
  for (const accept of ['application/json', 'text/event-stream']) {
    const head = `GET /graphql${rest} HTTP/1.1\r\nhost: localhost\r\naccept: ${accept}\r\nconnection: close\r\n\r\n`;
    const answer = await exchange(Number(new URL(address).port), head);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain('nested too deeply.');
  }
});

it('an address is read in one way, whoever reads it', async () => {
  const query = '%7B__typename%7D%23%FF';
  const ask = async (accept: string) =>
    (await fetch(`${address}/graphql?query=${query}`, { headers: { accept } })).text();
  expect(await ask('application/json')).toBe('{"data":{"__typename":"Query"}}\n');
  expect(await ask('text/event-stream')).toContain('{"data":{"__typename":"Query"}}');
});

it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'] as const)('%s is refused', async (method) => {
  const payload = method === 'TRACE' ? {} : { headers: { 'content-type': 'text/plain' }, payload: 'x' };
  const answer = await family.gateway.server.inject({ method, url: '/graphql', ...payload });
  expect([answer.statusCode, answer.headers['allow']]).toEqual([405, 'GET, POST']);
  expect(answer.json()).toMatchObject({
    errors: [{ extensions: { code: 'METHOD_NOT_ALLOWED', requestId: expect.any(String) } }],
  });
});
