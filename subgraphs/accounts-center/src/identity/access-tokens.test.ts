import { eachDialect } from '@accounts-center/db/testing';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { createSecretBox } from '../secret-box.ts';
import { createIdentityFixture, fixtureTables, type IdentityFixture } from './identity.fixture.ts';
import { signingKeysTables } from './signing-keys.table.ts';
import { createSigningKeys } from './signing-keys.ts';

eachDialect((_dialect, open) => {
  let fixture: IdentityFixture;

  beforeEach(async () => {
    fixture = createIdentityFixture(await open({ tables: fixtureTables }));
  });

  const rows = () => fixture.db.read.select().from(fixture.db.tables(signingKeysTables).signingKey);

  /** Verifies as the gateway does. */
  async function verify(token: string, at = fixture.clock.now()) {
    const keys = createLocalJWKSet(await fixture.identity.keys.publicSet());
    return jwtVerify(token, keys, {
      algorithms: ['EdDSA'],
      issuer: 'accounts-center',
      audience: 'graph',
      currentDate: at,
    });
  }

  describe('an access token', () => {
    it('names account, session and the way and time of authentication, for the graph and for 10 minutes', async () => {
      const { accessToken, accessTokenExpiresAt, accountId } = await fixture.account('ada');
      const { payload, protectedHeader } = await verify(accessToken);
      const nowSeconds = fixture.clock.now().getTime() / 1000;
      expect(payload).toEqual({
        iss: 'accounts-center',
        aud: 'graph',
        sub: accountId,
        sid: expect.stringMatching(/^ses_/),
        auth_time: nowSeconds,
        amr: ['pwd'],
        iat: nowSeconds,
        exp: nowSeconds + 600,
      });
      expect(protectedHeader).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: (await rows())[0]?.kid });
      expect(accessTokenExpiresAt.getTime()).toBe((nowSeconds + 600) * 1000);
      await expect(verify(accessToken, accessTokenExpiresAt)).rejects.toThrow('"exp"');
    });

    it('is refused when it was changed', async () => {
      const { accessToken } = await fixture.account('ada');
      const [header, , signature] = accessToken.split('.');
      const claims = Buffer.from(JSON.stringify({ sub: 'fbu_other', iss: 'accounts-center', aud: 'graph' })).toString(
        'base64url',
      );
      await expect(verify([header, claims, signature].join('.'))).rejects.toThrow('signature');
    });
  });

  describe('the signing key', () => {
    it('is one for all replicas, also when they start at once', async () => {
      const { db, clock, secretBox } = fixture;
      const replicas = Array.from({ length: 3 }, () => createSigningKeys({ db, clock, secretBox }));
      const kids = await Promise.all(replicas.map(async (keys) => (await keys.active()).kid));
      expect(new Set(kids).size).toBe(1);
      expect(await rows()).toHaveLength(1);
    });

    it('is public by half: the other half is encrypted at rest', async () => {
      const { keys } = await fixture.identity.keys.publicSet();
      expect(keys).toEqual([
        { kty: 'OKP', crv: 'Ed25519', x: expect.any(String), kid: expect.any(String), alg: 'EdDSA', use: 'sig' },
      ]);
      const [row] = await rows();
      expect(JSON.stringify(row?.publicJwk)).not.toContain('"d"');
      expect(row?.sealedPrivateJwk).not.toMatch(/"kty"|"OKP"/);
      expect(JSON.parse(fixture.secretBox.open(row?.sealedPrivateJwk ?? '', 'signing key'))).toHaveProperty('d');
    });

    it('is of no use to somebody without the secret key', async () => {
      await fixture.account('ada');
      const { db, clock } = fixture;
      const secretBox = createSecretBox([Buffer.alloc(32, 8).toString('base64')]);
      await expect(createSigningKeys({ db, clock, secretBox }).active()).rejects.toThrow('No secret key');
    });

    it('that is newer is taken up within ten minutes, and the older one stays published', async () => {
      const before = await fixture.account('ada');
      const other = createIdentityFixture(await open({ tables: fixtureTables }));
      await other.account('grace');
      const [newer] = await other.db.read.select().from(other.db.tables(signingKeysTables).signingKey);
      if (newer === undefined) throw new Error('no key');
      fixture.clock.advance(1);
      const { signingKey } = fixture.db.tables(signingKeysTables);
      await fixture.db.write((tx) => tx.insert(signingKey).values({ ...newer, createdAt: fixture.clock.now() }));
      expect((await fixture.identity.keys.publicSet()).keys).toHaveLength(2);

      fixture.clock.advance(9 * 60_000);
      expect(await verify(before.accessToken)).toBeDefined();
      fixture.clock.advance(60_000);
      const signedIn = await fixture.signInAs('ada');
      if (!signedIn.ok) throw new Error(signedIn.code);
      expect(decodeProtectedHeader(signedIn.session.accessToken).kid).toBe(newer.kid);
      await verify(signedIn.session.accessToken);
    });
  });
});
