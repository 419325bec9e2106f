import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Constellation, startConstellation } from '../testing/constellation.ts';

const files = {
  'graphiql/index.html': '<title>GraphiQL</title>',
  'settings/index.html': '<head><title>Accounts Center</title></head>',
  'assets/main-a1b2c3.js': 'export {}',
};

let webRoot: string;
let open: Constellation;
let closed: Constellation;
beforeAll(async () => {
  webRoot = await mkdtemp(join(tmpdir(), 'pages-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(webRoot, name)), { recursive: true });
    await writeFile(join(webRoot, name), text);
  }
  open = await startConstellation('in process', { webRoot });
  closed = await startConstellation('in process', { webRoot, development: false });
});
afterAll(async () => {
  await open[Symbol.asyncDispose]();
  await closed[Symbol.asyncDispose]();
  await rm(webRoot, { recursive: true });
});

const get = (family: Constellation, url: string, headers = {}) => family.gateway.server.inject({ url, headers });
const asBrowser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('pages', () => {
  it('of settings are there for each app', async () => {
    const page = await get(open, '/instagram/settings/accounts-center');
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.body).toBe('<head><meta name="mailbox" content="/mailbox"><title>Accounts Center</title></head>');
    expect((await get(open, '/accounts-center/settings/accounts-center')).statusCode).toBe(404);
  });

  it('are asked for again each time, their assets never', async () => {
    const page = await get(open, '/graphiql');
    expect(page.headers).toMatchObject({ 'cache-control': 'no-cache', 'content-type': 'text/html; charset=utf-8' });
    const again = await get(open, '/graphiql', { 'if-none-match': page.headers.etag });
    expect(again.statusCode).toBe(304);
    const asset = await get(open, '/assets/main-a1b2c3.js');
    expect(asset.headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable' });
  });

  it('load from here alone, and stand in no frame', async () => {
    const policy = String((await get(open, '/graphiql')).headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('script-src');
  });

  it.each([
    '/assets/nothing.js',
    '/assets/',
    '/assets/../graphiql/index.html',
    '/assets/%2e%2e/graphiql/index.html',
    '/assets/..%2fsettings/index.html',
  ])('%s is no file', async (url) => {
    const { statusCode, headers } = await get(open, url);
    expect([400, 403, 404]).toContain(statusCode);
    expect(headers['content-type']).toContain('application/json');
  });
});

describe('in production', () => {
  it('there is no GraphiQL, but the settings page', async () => {
    expect((await get(closed, '/graphiql')).statusCode).toBe(404);
    const page = await get(closed, '/instagram/settings/accounts-center');
    expect([page.statusCode, page.body]).toEqual([200, files['settings/index.html']]);
  });

  it('there is no landing page', async () => {
    const page = await get(closed, '/graphql', asBrowser);
    expect([page.statusCode, page.headers['content-type']]).toEqual([400, 'application/json; charset=utf-8']);
  });
});

it('a browser finds Apollo Sandbox at /graphql, under the policy of that page', async () => {
  const page = await get(open, '/graphql', asBrowser);
  expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html']);
  expect(page.body).toContain('https://embeddable-sandbox.cdn.apollographql.com');
  expect(page.body).toContain('"runTelemetry":false');
  expect(page.headers['content-security-policy']).toBeUndefined();
});
