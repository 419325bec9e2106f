import { eachDialect } from '@accounts-center/db/testing';
import { bodyHashOf, inboxTables } from '@accounts-center/subgraph-kit';
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
      ['GET', '/ended-sessions'],
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
      expect((await family.call('POST', '/events', forEvents, {})).status).toBe(401);
    });

    it('but for its health', async () => {
      expect(await family.call('GET', '/health')).toMatchObject({ status: 200 });
      expect(await family.call('GET', '/ready')).toMatchObject({ status: 200 });
    });
  });

  it.each(['account.suspended', 'account.reinstated', 'profile-change.in-doubt', 'post.published', 'post.deleted'])(
    'an app’s event is refused, and nothing written, when it is no %s',
    async (type) => {
      const createdAt = family.clock.now().toISOString();
      for (const payload of [null, 'text', {}, { accountId: 1, authorId: [], postId: {}, key: null }]) {
        const event = { id: `evt_${type}`, type, payload, createdAt };
        const claims = { bodyHash: bodyHashOf(JSON.stringify(event)) };
        const identity = await family.sign('facebook', 'accounts-center/events', claims);
        expect(await family.call('POST', '/events', identity, event)).toMatchObject({
          status: 422,
          body: { errors: [{ extensions: { code: 'MALFORMED_EVENT' } }] },
        });
      }
      expect(await family.center.db.read.$count(family.center.db.tables(inboxTables).inboxEvent)).toBe(0);
    },
  );

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
