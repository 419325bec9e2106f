import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Constellation, startConstellation } from '../testing/constellation.ts';

let open: Constellation;
let closed: Constellation;
beforeAll(async () => {
  open = await startConstellation('in process');
  closed = await startConstellation('in process', { development: false });
});
afterAll(async () => {
  await open[Symbol.asyncDispose]();
  await closed[Symbol.asyncDispose]();
});

const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
const get = (family: Constellation, url: string, headers = {}) => family.gateway.server.inject({ url, headers });

it('says where things are, to a browser in development', async () => {
  const page = await get(open, '/', { accept });
  expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect([...page.body.matchAll(/href="(\/[^"]*)"/g)].map(([, path]) => path)).toEqual([
    '/graphql',
    '/mailbox',
    '/health',
    '/ready',
  ]);
});

it('names the pages when they are there', async () => {
  await using family = await startConstellation('in process', { webRoot: import.meta.dirname });
  const { body } = await get(family, '/', { accept });
  expect(body).toContain('href="/graphiql"');
  expect(body).toContain('href="/instagram/settings/accounts-center"');
});

it.each([{}, { accept: '*/*' }, { accept: 'application/json' }])('says it with the headers %j too', async (headers) => {
  const page = await get(open, '/', headers);
  expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(page.body).toContain('href="/graphql"');
});

it('is not there in production', async () => {
  expect((await get(closed, '/', { accept })).statusCode).toBe(404);
  const answer = await get(closed, '/');
  expect([answer.statusCode, answer.json()]).toMatchObject([404, { errors: [{ extensions: { code: 'NOT_FOUND' } }] }]);
});

it('a browser that finds nothing gets a page, with a way to the start where there is one', async () => {
  for (const [family, link] of [
    [open, '<a href="/">'],
    [closed, '</h1>'],
  ] as const) {
    const page = await get(family, '/nowhere', { accept });
    expect([page.statusCode, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(page.body).toContain(link);
    expect(page.body.includes('href="/"')).toBe(family === open);
  }
});

it('pages load nothing and stand in no frame', async () => {
  const policy = String((await get(open, '/', { accept })).headers['content-security-policy']);
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; /);
  expect(policy).toContain("frame-ancestors 'none'");
});
