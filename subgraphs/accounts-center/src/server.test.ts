import { eachDialect } from '@accounts-center/db/testing';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCenter, type TestCenter } from './testing/test-center.ts';

eachDialect((_dialect, _open, createUrl) => {
  let family: TestCenter;

  beforeAll(async () => {
    family = await startTestCenter({ url: await createUrl() });
  });
  afterAll(() => family[Symbol.asyncDispose]());

  describe('D1: nobody is answered', () => {
    it.each([
      ['POST', '/graphql'],
      ['GET', '/.well-known/jwks.json'],
      ['GET', '/mailbox'],
      ['POST', '/events'],
    ] as const)('without an identity: %s %s', async (method, path) => {
      expect((await family.call(method, path, undefined, method === 'POST' ? {} : undefined)).status).toBe(401);
      expect((await family.call(method, path, 'not.an.identity', method === 'POST' ? {} : undefined)).status).toBe(401);
    });

    it('under the identity of another, or for another audience', async () => {
      const query = { query: '{ viewer { user { id } } }' };
      const ofApp = await family.sign('facebook', 'accounts-center');
      const forEvents = await family.sign('facebook', 'accounts-center/events');
      const ofGateway = await family.sign('gateway', 'accounts-center/events');
      expect((await family.call('POST', '/graphql', ofApp, query)).status).toBe(401);
      expect((await family.call('POST', '/graphql', forEvents, query)).status).toBe(401);
      expect((await family.call('POST', '/events', ofGateway, {})).status).toBe(401);
      expect((await family.call('POST', '/events', forEvents, {})).status).toBe(400);
    });

    it('but for its health', async () => {
      expect(await family.call('GET', '/health')).toMatchObject({ status: 200 });
      expect(await family.call('GET', '/ready')).toMatchObject({ status: 200 });
    });
  });

  it('publishes the public keys of access tokens', async () => {
    const { accessToken } = await family.person('keys.ada');
    const { body } = await family.call(
      'GET',
      '/.well-known/jwks.json',
      await family.sign('gateway', 'accounts-center'),
    );
    expect(body).toEqual({ keys: [expect.not.objectContaining({ d: expect.anything() })] });
    expect(decodeJwt(accessToken)).toMatchObject({ iss: 'accounts-center', aud: 'graph' });
  });
});

it('there is no mailbox but in development', async () => {
  await using family = await startTestCenter({ isDevelopment: false });
  expect((await family.call('GET', '/mailbox', await family.sign('gateway', 'accounts-center'))).status).toBe(404);
});
