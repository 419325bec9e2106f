import { Writable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from './clock.ts';
import { IDENTITY_HEADER } from './identity/identity.ts';
import { createIdentitySigner } from './identity/identity-signer.ts';
import { createIdentityVerifier } from './identity/identity-verifier.ts';
import { generateKeyring } from './identity/keyring.ts';
import { createLogger } from './logger.ts';
import { currentRequestId } from './request-scope.ts';
import { createServiceServer, identityOf } from './server.ts';
import { sendEndlessly } from './testing/endless-request.ts';

const keyring = generateKeyring(['gateway>facebook', 'accounts-center>facebook/contract']);
const verifierOf = (audience: string, issuer: string) =>
  createIdentityVerifier({ audience, keyring, allowedIssuers: [issuer], clock: systemClock });
const identityHeader = async (issuer: string, audience: string) => ({
  [IDENTITY_HEADER]: await createIdentitySigner({ issuer, keyring, clock: systemClock }).for(audience),
});

let server: FastifyInstance;
let logged: string;
let isDatabaseUp: boolean;

beforeEach(() => {
  logged = '';
  isDatabaseUp = true;
  const destination = new Writable({ write: (chunk, _encoding, done) => done(void (logged += String(chunk))) });
  server = createServiceServer({
    name: 'facebook',
    log: createLogger({ name: 'facebook', level: 'debug', destination }),
    verifier: verifierOf('facebook', 'gateway'),
    unreadBodyMs: 50,
    checks: {
      database: async () => {
        if (!isDatabaseUp) throw new Error('connect ECONNREFUSED 10.0.0.7:5432');
      },
    },
  });
  server.get('/who', (request) => identityOf(request));
  server.post('/scope', async (request) => {
    await Promise.resolve();
    return { before: currentRequestId(), body: request.body };
  });
  server.get('/broken', () => Promise.reject(new Error('SELECT password FROM account')));
  server.post('/contract', { config: { verifier: verifierOf('facebook/contract', 'accounts-center') } }, () => 'done');
});
afterEach(() => server.close());

describe('identity', () => {
  it.each(['/who', '/broken', '/nowhere', '/health/x'])('D1: %s refuses a call without one', async (url) => {
    const answer = await server.inject({ url });
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('D1: is refused before the body is read', async () => {
    const answer = await server.inject({
      method: 'POST',
      url: '/scope',
      headers: { 'content-type': 'application/json' },
      payload: '{',
    });
    expect(answer.statusCode).toBe(401);
  });

  it('D1: a refused call with an endless body is answered and cut off, and nothing of the body is kept', async () => {
    let bodies = 0;
    server.addHook('preParsing', async () => void (bodies += 1));
    const address = await server.listen({ host: '127.0.0.1', port: 0 });
    const answer = await sendEndlessly(address, ['POST /scope HTTP/1.1', 'host: localhost']);
    expect(answer).toMatch(/^HTTP\/1.1 401 [^]*UNAUTHENTICATED/);
    expect(bodies).toBe(0);
  });

  it('is known to the route', async () => {
    const answer = await server.inject({ url: '/who', headers: await identityHeader('gateway', 'facebook') });
    expect(answer.json()).toEqual({ issuer: 'gateway', audience: 'facebook' });
  });

  it('D1: a route may have callers of its own, and then no others', async () => {
    const call = async (issuer: string, audience: string) =>
      (await server.inject({ method: 'POST', url: '/contract', headers: await identityHeader(issuer, audience) }))
        .statusCode;
    expect(await call('accounts-center', 'facebook/contract')).toBe(200);
    expect(await call('gateway', 'facebook')).toBe(401);
  });
});

describe('health and readiness', () => {
  it('need no identity', async () => {
    expect((await server.inject('/health')).json()).toEqual({ service: 'facebook', status: 'alive' });
    expect((await server.inject('/ready')).json()).toEqual({ service: 'facebook', status: 'ready' });
  });

  it('name what is not ready, and no more', async () => {
    isDatabaseUp = false;
    const answer = await server.inject('/ready');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual({ service: 'facebook', status: 'not ready', failing: ['database'] });
    expect(logged).toContain('ECONNREFUSED');
  });
});

describe('the request id', () => {
  it('is taken over, answered and known below, also after the body has come', async () => {
    const headers = { ...(await identityHeader('gateway', 'facebook')), 'x-request-id': 'req-1' };
    const address = await server.listen({ host: '127.0.0.1', port: 0 });
    const answer = await fetch(`${address}/scope`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: '{"a":1}',
    });
    expect(answer.headers.get('x-request-id')).toBe('req-1');
    expect(await answer.json()).toEqual({ before: 'req-1', body: { a: 1 } });
    expect(logged).toMatch(/"requestId":"req-1".*"route":"\/scope","status":200/);
  });

  it('is made where there is none, or none fit for a log', async () => {
    for (const headers of [{}, { 'x-request-id': 'a b{}' }]) {
      expect((await server.inject({ url: '/health', headers })).headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe('failures', () => {
  it('are masked and logged under the request id', async () => {
    const answer = await server.inject({
      url: '/broken',
      headers: { ...(await identityHeader('gateway', 'facebook')), 'x-request-id': 'req-1' },
    });
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toEqual({
      errors: [{ message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'req-1' } }],
    });
    expect(logged).toMatch(/"requestId":"req-1".*SELECT password/);
  });

  it('of the caller say what is wrong', async () => {
    const headers = {
      ...(await identityHeader('gateway', 'facebook')),
      'content-type': 'application/json',
      'x-request-id': 'req-1',
    };
    const post = (payload: string) => server.inject({ method: 'POST', url: '/scope', headers, payload });
    expect((await post('{')).json()).toMatchObject({
      errors: [{ message: expect.stringContaining('JSON'), extensions: { code: 'BAD_REQUEST', requestId: 'req-1' } }],
    });
    const large = await post(JSON.stringify('x'.repeat(1024 * 1024)));
    expect([large.statusCode, large.json()]).toMatchObject([
      413,
      { errors: [{ extensions: { code: 'PAYLOAD_TOO_LARGE' } }] },
    ]);
    expect((await server.inject('/%')).json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    expect((await server.inject({ url: '/nowhere', headers })).json()).toMatchObject({
      errors: [{ extensions: { code: 'NOT_FOUND' } }],
    });
  });
});

it('finishes what it has begun when closed', async () => {
  let finish = (): void => {};
  const begun = new Promise<void>((resolve) => {
    server.get('/slow', { config: { isPublic: true } }, () => {
      resolve();
      return new Promise((done) => void (finish = () => done('finished')));
    });
  });
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  const answer = fetch(`${address}/slow`);
  await begun;
  const closing = server.close();
  finish();
  expect(await (await answer).text()).toBe('finished');
  await closing;
});
