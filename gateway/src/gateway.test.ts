import { createIdentitySigner, generateKeyring, IDENTITY_HEADER } from '@accounts-center/subgraph-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Constellation, startConstellation } from './testing/constellation.ts';
import { NOW_SECONDS } from './testing/tokens.ts';
import { WAYS } from './testing/ways.ts';

describe.each(WAYS)('services %s', (way) => {
  let family: Constellation;
  beforeEach(async () => {
    family = await startConstellation(way);
  });
  afterEach(() => family[Symbol.asyncDispose]());

  describe('answers', () => {
    it('come from all subgraphs together', async () => {
      const { status, data } = await family.ask('{ viewer { accounts { id username } } }');
      const accounts = [1, 2].map((id) => ({ id: `${id}`, username: `name of ${id}` }));
      expect({ status, data }).toEqual({ status: 200, data: { viewer: { accounts } } });
    });

    it('come to mutations and to variables, too', async () => {
      const rename = 'mutation Rename($name: String!) { instagramRename(name: $name) { id username } }';
      expect(await family.ask(rename, { variables: { name: 'ada' } })).toMatchObject({
        data: { instagramRename: { id: '1', username: 'ada' } },
      });
    });

    it('carry the request id, which the log has as well', async () => {
      const answer = await family.ask('{ instagramTrouble(kind: BUG) }', { headers: { 'x-request-id': 'req-1' } });
      expect(answer.headers['x-request-id']).toBe('req-1');
      expect(family.logged()).toMatch(/"requestId":"req-1".*"route":"\/graphql","status":200/);
      expect((await family.gateway.server.inject('/nowhere')).headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    });
  });

  describe('identity', () => {
    it('D1: is signed for each service, with the viewer and the address of the client', async () => {
      const headers = { authorization: `Bearer ${await family.issuer.token()}` };
      await family.ask('{ centerCaller instagramCaller }', { headers });
      const viewer = { accountId: 'fbu_1', sessionId: 'ses_1', authenticatedAt: new Date((NOW_SECONDS - 60) * 1000) };
      for (const { name, identities } of [family.center, family.instagram]) {
        expect(identities).toEqual([{ issuer: 'gateway', audience: name, viewer, clientAddress: '127.0.0.1' }]);
      }
    });

    it('D1: names no viewer where nobody signed in', async () => {
      await family.ask('{ instagramCaller }');
      expect(family.instagram.identities).toEqual([
        { issuer: 'gateway', audience: 'instagram', clientAddress: '127.0.0.1' },
      ]);
    });

    it('D1: of one service is refused by another', async () => {
      const signer = createIdentitySigner({ issuer: 'gateway', keyring: family.keyring, clock: family.clock });
      const callWith = async (audience: string) => {
        const headers = { [IDENTITY_HEADER]: await signer.for(audience) };
        return family.instagram.executeLocally({ query: '{ instagramCaller }', headers });
      };
      expect(await callWith('instagram')).toMatchObject({ data: {} });
      expect(await callWith('accounts-center')).toMatchObject({
        errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      });
    });

    it('that a service refuses is no fault of the client', async () => {
      const wrongKeys = { keyring: generateKeyring(['gateway>accounts-center', 'gateway>instagram']) };
      await using misled = await startConstellation(way, wrongKeys);
      const { errors } = await misled.ask('{ instagramCaller }');
      expect(errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'instagram' } }]);
      expect(misled.logged()).toContain('The operation was refused');
    });
  });
});

it('a gateway without the key to one of its services does not start', async () => {
  const keyring = generateKeyring(['gateway>accounts-center']);
  await expect(startConstellation('in process', { keyring })).rejects.toThrow('gateway>instagram');
});
