import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Constellation, startConstellation } from '../testing/constellation.ts';

const OWN = 'http://localhost:4000';
const SANDBOX = 'https://studio.apollographql.com';
const SHOP = 'https://shop.example';
const EVIL = 'https://evil.example';
const ASKED = '/graphql?query=%7B__typename%7D';

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

type Headers = Record<string, string>;

const get = async (headers: Headers, { gateway }: Constellation = closed, url = ASKED): Promise<number> =>
  (await gateway.server.inject({ url, headers })).statusCode;
const post = async (headers: Headers, { gateway }: Constellation = closed): Promise<number> =>
  (await gateway.server.inject({ method: 'POST', url: '/graphql', headers, payload: { query: '{ __typename }' } }))
    .statusCode;

describe.each([
  ['GET', get],
  ['POST', post],
])('by %s', (_, ask) => {
  it('may ask who is no browser', async () => {
    expect(await ask({})).toBe(200);
  });

  it('may ask pages of origins that are listed, and in development of Apollo Sandbox', async () => {
    const crossSite = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' };
    expect(await ask({ origin: SHOP, ...crossSite })).toBe(200);
    expect(await ask({ origin: SANDBOX, ...crossSite }, open)).toBe(200);
    expect(await ask({ origin: SANDBOX, ...crossSite }, closed)).toBe(403);
  });

  it.each<[string, Headers]>([
    ['by its public address', { origin: OWN, host: 'inside:8080' }],
    ['by a name that only a proxy knows', { origin: 'https://alias.example', 'sec-fetch-site': 'same-origin' }],
    ['by an address of which browsers say nothing', { origin: 'http://192.0.2.7:4000', host: '192.0.2.7:4000' }],
  ])('may ask pages of its own, reached %s', async (_how, headers) => {
    expect(await ask(headers)).toBe(200);
  });

  it.each<[string, Headers]>([
    ['of another site', { origin: EVIL, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }],
    ['of a sister site', { origin: 'http://localhost:5000', 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }],
    ['of another site, in an old browser', { origin: EVIL }],
    ['without an origin of its own', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ])('may not ask a page %s', async (_whose, headers) => {
    expect([await ask(headers), await ask(headers, open)]).toEqual([403, 403]);
  });
});

it('tells a page of another site so in the form of all refusals', async () => {
  const headers = { origin: EVIL, 'x-request-id': 'req-3' };
  const answer = await closed.gateway.server.inject({ url: ASKED, headers });
  expect(answer.json()).toEqual({
    errors: [{ message: 'Pages of this origin may not ask.', extensions: { code: 'FORBIDDEN', requestId: 'req-3' } }],
  });
  expect(answer.headers['access-control-allow-origin']).toBeUndefined();
});

describe('forms, images and links', () => {
  it.each([
    ['cross-site', 'no-cors', 403],
    ['same-site', 'navigate', 403],
    ['cross-site', 'cors', 403],
    ['same-origin', 'no-cors', 200],
    ['none', 'navigate', 200],
  ])('%s, %s: %i', async (site, mode, status) => {
    expect(await get({ 'sec-fetch-site': site, 'sec-fetch-mode': mode })).toBe(status);
  });

  it.each([ASKED, '/graphql?%71uery=%7Ba%7D', '/graphql?documentId=a', '/graphql?extensions={}'])(
    'of another site may not ask by %s',
    async (url) => {
      expect(await get({ 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, open, url)).toBe(403);
    },
  );

  it('of another site may lead to the page', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', accept: 'text/html' };
    expect(await get(headers, open, '/graphql')).toBe(200);
  });
});

it('what another site asks does not count for whoever looks at it', async () => {
  const rules = [{ name: 'one', by: 'address' as const, limit: 1, perMs: 60_000 }];
  await using strict = await startConstellation('in process', { settings: { rateLimits: { rules } } });
  for (let times = 0; times < 3; times += 1) expect(await get({ origin: EVIL }, strict)).toBe(403);
  expect([await get({}, strict), await get({}, strict)]).toEqual([200, 429]);
});
