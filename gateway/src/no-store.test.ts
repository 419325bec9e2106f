import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Constellation, startConstellation } from './testing/constellation.ts';

let family: Constellation;
beforeAll(async () => {
  family = await startConstellation('in process', { settings: { http: { corsOrigins: ['https://shop.example'] } } });
});
afterAll(() => family[Symbol.asyncDispose]());

const json = { 'content-type': 'application/json' };
const TYPENAME = '{"query":"{ __typename }"}';
const preflight = { 'access-control-request-method': 'POST' };
const persistedQuery = { version: 1, sha256Hash: 'ab' };

it.each<[string, number, 'GET' | 'POST' | 'PUT' | 'OPTIONS' | 'TRACE', Record<string, string>, string?]>([
  ['data', 200, 'POST', json, TYPENAME],
  ['an error of a field', 200, 'POST', json, '{"query":"{ instagramTrouble(kind: FORBIDDEN) }"}'],
  ['an operation that does not parse', 400, 'POST', json, '{"query":"{"}'],
  ['an operation that is not valid', 400, 'POST', json, '{"query":"{ nothing }"}'],
  ['a persisted query', 200, 'POST', json, JSON.stringify({ extensions: { persistedQuery } })],
  ['a body that is no JSON', 400, 'POST', json, '{'],
  ['a body without an operation', 400, 'POST', json, '{}'],
  ['a body that is too large', 413, 'POST', json, JSON.stringify({ query: 'x'.repeat(1024 * 1024) })],
  ['another content type', 415, 'POST', { 'content-type': 'text/plain' }, TYPENAME],
  ['another content encoding', 415, 'POST', { ...json, 'content-encoding': 'gzip' }, TYPENAME],
  ['a bad access token', 401, 'POST', { ...json, authorization: 'Bearer a.b.c' }, TYPENAME],
  ['another host', 421, 'POST', { ...json, host: 'evil.example' }, TYPENAME],
  ['another method', 405, 'PUT', json, TYPENAME],
  ['an unknown method', 405, 'TRACE', {}],
  ['a GET without an operation', 400, 'GET', {}],
  ['a preflight', 204, 'OPTIONS', { ...preflight, origin: 'https://shop.example' }],
  ['a refused preflight', 403, 'OPTIONS', { ...preflight, origin: 'https://evil.example' }],
])('the answer to %s is kept by no cache', async (_, status, method, headers, payload) => {
  const answer = await family.gateway.server.inject({ method, url: '/graphql', headers, ...(payload && { payload }) });
  expect([answer.statusCode, answer.headers['cache-control']]).toEqual([status, 'no-store']);
});

it('the answer to a mutation by GET is kept by no cache', async () => {
  const answer = await family.gateway.server.inject('/graphql?query=mutation{instagramRename(name:"a"){id}}');
  expect([answer.statusCode, answer.headers['cache-control']]).toEqual([405, 'no-store']);
});

it('the answer while the keys of access tokens are not to be had is kept by no cache', async () => {
  await using lonely = await startConstellation('in process');
  await lonely.stop(lonely.center);
  const headers = { authorization: `Bearer ${await lonely.issuer.token()}` };
  const { status, headers: answered } = await lonely.ask('{ __typename }', { headers });
  expect([status, answered['cache-control']]).toEqual([503, 'no-store']);
});
