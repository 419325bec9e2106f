import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Constellation, startConstellation } from '../testing/constellation.ts';
import { exchange } from '../testing/raw-exchange.ts';

let family: Constellation;
let port: number;
beforeAll(async () => {
  family = await startConstellation('in process');
  port = Number(new URL(await family.gateway.listen({ host: '127.0.0.1', port: 0 })).port);
});
afterAll(() => family[Symbol.asyncDispose]());

it.each([
  ['no HTTP at all', 'hello\r\n\r\n', 400, 'BAD_REQUEST'],
  ['an unknown method', 'BREW /graphql HTTP/1.1\r\n\r\n', 400, 'BAD_REQUEST'],
  [
    'two lengths',
    'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n',
    400,
    'BAD_REQUEST',
  ],
  ['no host', 'GET /graphql HTTP/1.1\r\nconnection: close\r\n\r\n', 400, 'BAD_REQUEST'],
  ['a host that is none', 'GET /graphql HTTP/1.1\r\nhost: a b[\r\nconnection: close\r\n\r\n', 400, 'BAD_REQUEST'],
  ['a path that is none', 'GET /%zz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n', 400, 'BAD_REQUEST'],
  ['a URL that is none', 'GET http://[/graphql HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n', 400, 'BAD_REQUEST'],
  ['too long a header', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
  ['an unknown path', 'GET /nowhere HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n', 404, 'NOT_FOUND'],
])('%s gets a JSON answer', async (_, bytes, status, code) => {
  const [head = '', body = ''] = (await exchange(port, bytes)).split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code } }] });
  expect(body).not.toMatch(/node_modules|at .*\.[jt]s/);
});

it.each([
  ['application/graphql-response+json, application/json;q=0.9', 'application/graphql-response+json; charset=utf-8'],
  ['application/json', 'application/json; charset=utf-8'],
])('to who asks for %s a refusal has the type %s', async (accept, type) => {
  const headers = { accept, authorization: 'Bearer x' };
  const { server } = family.gateway;
  const answer = await server.inject({
    method: 'POST',
    url: '/graphql',
    headers,
    payload: { query: '{ __typename }' },
  });
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([401, type]);
  expect(answer.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
});

it('a failure of the gateway itself is masked, and logged under the request id', async () => {
  await using broken = await startConstellation('in process');
  broken.gateway.server.get('/broken', () => Promise.reject(new Error('10.0.0.7 said no')));
  const answer = await broken.gateway.server.inject({ url: '/broken', headers: { 'x-request-id': 'req-1' } });
  const extensions = { code: 'INTERNAL_SERVER_ERROR', requestId: 'req-1' };
  expect([answer.statusCode, answer.json()]).toEqual([
    500,
    { errors: [{ message: 'Internal server error', extensions }] },
  ]);
  expect(broken.logged()).toMatch(/"requestId":"req-1".*10\.0\.0\.7 said no/);
});

it('what the log tells of a refused request has its trace', async () => {
  const telemetry = { otlpUrl: 'http://127.0.0.1:9', sampleRatio: 1 };
  await using traced = await startConstellation('in process', { settings: { telemetry } });
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
  expect((await traced.gateway.server.inject({ method: 'PUT', url: '/graphql', headers })).statusCode).toBe(405);
  const line =
    traced
      .logged()
      .split('\n')
      .find((each) => each.includes('A request was refused')) ?? '{}';
  expect(JSON.parse(line)).toMatchObject({ trace_id: traceId, errorCode: 'METHOD_NOT_ALLOWED' });
});
