import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Constellation, startConstellation } from '../testing/constellation.ts';

const SANDBOX = 'https://studio.apollographql.com';
const SHOP = 'https://shop.example';
const settings = { http: { corsOrigins: [SHOP] } };

let open: Constellation;
let closed: Constellation;
beforeAll(async () => {
  open = await startConstellation('in process', { settings });
  closed = await startConstellation('in process', { settings, development: false });
});
afterAll(async () => {
  await open[Symbol.asyncDispose]();
  await closed[Symbol.asyncDispose]();
});

const allowed = async (family: Constellation, origin: string): Promise<unknown> => {
  const answer = await family.ask('{ __typename }', { headers: { origin } });
  return answer.headers['access-control-allow-origin'];
};

it('lets the listed origins in, and Apollo Sandbox in development', async () => {
  expect(await allowed(open, SHOP)).toBe(SHOP);
  expect(await allowed(closed, SHOP)).toBe(SHOP);
  expect(await allowed(open, SANDBOX)).toBe(SANDBOX);
  expect(await allowed(closed, SANDBOX)).toBeUndefined();
  expect(await allowed(open, 'https://evil.example')).toBeUndefined();
});

it('lets the listed origins read media, and Apollo Sandbox nothing but the graph', async () => {
  const get = async (url: string, origin: string) =>
    (await open.gateway.server.inject({ url, headers: { origin } })).headers['access-control-allow-origin'];
  expect(await get('/media/instagram/igm_1/large.webp', SHOP)).toBe(SHOP);
  expect(await get('/media/instagram/igm_1/large.webp', SANDBOX)).toBeUndefined();
  for (const url of ['/mailbox', '/ready', '/health', '/graphiql', '/instagram/settings/accounts-center'])
    for (const origin of [SHOP, SANDBOX]) expect([url, await get(url, origin)]).toEqual([url, undefined]);
});

it('answers a preflight without asking who it is', async () => {
  const answer = await open.gateway.server.inject({
    method: 'OPTIONS',
    url: '/graphql',
    headers: {
      origin: SANDBOX,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });
  expect(answer.statusCode).toBe(204);
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': SANDBOX,
    'access-control-allow-headers': expect.stringContaining('authorization'),
  });
  expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
});

it.each(['apollo-expose-query-plan, apollographql-client-name', 'traceparent', 'x-tenant'])(
  'lets pages send headers that nobody has listed: %s',
  async (asked) => {
    const preflight = async (origin: string) => {
      const method = { 'access-control-request-method': 'POST', 'access-control-request-headers': asked };
      const headers = { origin, ...method };
      return (await closed.gateway.server.inject({ method: 'OPTIONS', url: '/graphql', headers })).headers;
    };
    expect(await preflight(SHOP)).toMatchObject({
      'access-control-allow-headers': asked,
      vary: expect.stringMatching(/Access-Control-Request-Headers/i),
    });
    expect((await preflight('https://evil.example'))['access-control-allow-headers']).toBeUndefined();
  },
);

it.each([
  ['an unknown origin', { origin: 'https://evil.example', 'access-control-request-method': 'POST' }, 403, 'FORBIDDEN'],
  ['Apollo Sandbox in production', { origin: SANDBOX, 'access-control-request-method': 'POST' }, 403, 'FORBIDDEN'],
  ['no origin', { 'access-control-request-method': 'POST' }, 405, 'METHOD_NOT_ALLOWED'],
  ['nobody', {}, 405, 'METHOD_NOT_ALLOWED'],
])('refuses a preflight of %s in the form of all refusals', async (_, headers, status, code) => {
  const { server } = closed.gateway;
  const answer = await server.inject({
    method: 'OPTIONS',
    url: '/graphql',
    headers: { ...headers, 'x-request-id': 'req-2' },
  });
  const message = code === 'FORBIDDEN' ? 'Pages of this origin may not ask.' : 'Ask by POST, or a query by GET.';
  expect([answer.statusCode, answer.json()]).toEqual([
    status,
    { errors: [{ message, extensions: { code, requestId: 'req-2' } }] },
  ]);
  expect(answer.headers).toMatchObject({ allow: 'GET, POST', vary: expect.stringContaining('Origin') });
  expect(answer.headers['access-control-allow-origin']).toBeUndefined();
});

it('answers a known origin that asks for no method, too', async () => {
  const headers = { origin: SHOP };
  const answer = await closed.gateway.server.inject({ method: 'OPTIONS', url: '/graphql', headers });
  expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([204, SHOP]);
});

it('lets pages read the request id, also of a refused request', async () => {
  const { status, headers } = await open.ask('{ __typename }', {
    headers: { origin: SHOP, authorization: 'Bearer a.b.c' },
  });
  expect(status).toBe(401);
  expect(headers).toMatchObject({
    'access-control-allow-origin': SHOP,
    'access-control-expose-headers': 'x-request-id, ratelimit, ratelimit-policy, retry-after',
  });
});
