import { SignJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { type MovableClock, movableClock } from '../clock.ts';
import type { IdentityVerifier, Viewer } from './identity.ts';
import { createIdentitySigner } from './identity-signer.ts';
import { createIdentityVerifier } from './identity-verifier.ts';
import { generateKeyring } from './keyring.ts';

const keyring = generateKeyring([
  'gateway>facebook',
  'facebook>gateway',
  'gateway>instagram',
  'web>facebook',
  'accounts-center>facebook/contract',
]);
const start = new Date('2026-11-23T10:00:00Z');
const viewer: Viewer = { accountId: 'fbu_1', sessionId: 'ses_1', authenticatedAt: new Date('2026-11-23T09:59:00Z') };

let clock: MovableClock;
let verifier: IdentityVerifier;
beforeEach(() => {
  clock = movableClock(start);
  verifier = createIdentityVerifier({ audience: 'facebook', keyring, allowedIssuers: ['gateway'], clock });
});

const signer = (issuer: string, keys = keyring) => createIdentitySigner({ issuer, keyring: keys, clock });

/** A token put together by hand, right in all but what is given. */
function forge(changes: { key?: string; header?: object; claims?: Record<string, unknown> }): Promise<string> {
  const issuedAt = start.getTime() / 1000;
  const claims = { iss: 'gateway', aud: 'facebook', iat: issuedAt, exp: issuedAt + 60, ...changes.claims };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'service-identity+jwt', ...changes.header })
    .sign(Buffer.from(changes.key ?? keyring['gateway>facebook'] ?? '', 'base64'));
}

function unsigned(payload: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', typ: 'service-identity+jwt' })}.${part(payload)}.`;
}

describe('a signed identity', () => {
  it('D1: tells who calls', async () => {
    expect(await verifier.verify(await signer('gateway').for('facebook'))).toEqual({
      issuer: 'gateway',
      audience: 'facebook',
    });
  });

  it('D1: tells for whom and for what', async () => {
    const claims = { viewer: { ...viewer, amr: ['pwd'], app: 'facebook' }, purpose: 'media', resource: 'fbm_1' };
    const token = await signer('gateway').for('facebook', claims);
    expect(await verifier.verify(token)).toEqual({ issuer: 'gateway', audience: 'facebook', ...claims });
  });

  it('lives for a minute, give or take the skew between clocks', async () => {
    const token = await signer('gateway').for('facebook');
    clock.set(new Date(start.getTime() + 89_000));
    expect(await verifier.verify(token)).toBeDefined();
    clock.set(new Date(start.getTime() + 91_000));
    expect(await verifier.verify(token)).toBeUndefined();
    clock.set(new Date(start.getTime() - 29_000));
    expect(await verifier.verify(token)).toBeDefined();
    clock.set(new Date(start.getTime() - 31_000));
    expect(await verifier.verify(token)).toBeUndefined();
  });
});

describe('the verifier refuses', () => {
  it('a call without a token, or with none worth the name', async () => {
    for (const token of [undefined, '', 'x', 'a.b.c', '{}', '💥', 'x'.repeat(100_000)])
      expect(await verifier.verify(token)).toBeUndefined();
  });

  it('a token meant for another audience', async () => {
    expect(await verifier.verify(await signer('gateway').for('instagram'))).toBeUndefined();
    expect(await verifier.verify(await forge({ claims: { aud: 'instagram' } }))).toBeUndefined();
    expect(await verifier.verify(await forge({ claims: { aud: ['facebook', 'instagram'] } }))).toBeUndefined();
  });

  it('a token of an issuer that may not call here, signed with a valid key or not', async () => {
    expect(await verifier.verify(await signer('web').for('facebook'))).toBeUndefined();
    expect(await verifier.verify(await forge({ claims: { iss: 'web' } }))).toBeUndefined();
    expect(await verifier.verify(await forge({ claims: { iss: '__proto__' } }))).toBeUndefined();
  });

  it("the gateway's identity where only accounts-center may call", async () => {
    const contract = createIdentityVerifier({
      audience: 'facebook/contract',
      keyring,
      allowedIssuers: ['accounts-center'],
      clock,
    });
    expect(await contract.verify(await signer('gateway').for('facebook'))).toBeUndefined();
    expect(await contract.verify(await signer('accounts-center').for('facebook/contract'))).toBeDefined();
  });

  it('the key of another pair, and of the other direction', async () => {
    for (const direction of ['gateway>instagram', 'web>facebook', 'facebook>gateway']) {
      expect(await verifier.verify(await forge({ key: keyring[direction] ?? '' })), direction).toBeUndefined();
    }
    expect(await verifier.verify(await signer('facebook').for('gateway'))).toBeUndefined();
  });

  it('alg none, and other algorithms', async () => {
    const issuedAt = start.getTime() / 1000;
    expect(
      await verifier.verify(unsigned({ iss: 'gateway', aud: 'facebook', iat: issuedAt, exp: issuedAt + 60 })),
    ).toBeUndefined();
    expect(
      await verifier.verify(await forge({ header: { alg: 'HS512' }, key: Buffer.alloc(64).toString('base64') })),
    ).toBeUndefined();
  });

  it('a token of another type, signed with the right key', async () => {
    expect(await verifier.verify(await forge({ header: { typ: 'at+jwt' } }))).toBeUndefined();
  });

  it('a tampered token, also after the true one was accepted', async () => {
    const token = await signer('gateway').for('facebook', { viewer });
    expect(await verifier.verify(token)).toBeDefined();
    const [header, payload = '', signature = ''] = token.split('.');
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const changed = Buffer.from(JSON.stringify({ ...(claims as object), sub: 'fbu_2' })).toString('base64url');
    expect(await verifier.verify([header, changed, signature].join('.'))).toBeUndefined();
    const flipped = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);
    expect(await verifier.verify([header, payload, flipped].join('.'))).toBeUndefined();
  });

  it('a token that lives too long or does not say when it ends', async () => {
    const issuedAt = start.getTime() / 1000;
    const longLived = await forge({ claims: { exp: issuedAt + 3_600 } });
    expect(await verifier.verify(await forge({ claims: { exp: undefined } }))).toBeUndefined();
    expect(await verifier.verify(await forge({ claims: { iat: undefined } }))).toBeUndefined();
    clock.advance(120_000);
    expect(await verifier.verify(longLived)).toBeUndefined();
  });

  it('a viewer in parts', async () => {
    expect(await verifier.verify(await forge({ claims: { sub: 'fbu_1' } }))).toBeUndefined();
    expect(await verifier.verify(await forge({ claims: { sub: 'fbu_1', sid: 'ses_1' } }))).toBeUndefined();
    expect(await verifier.verify(await forge({ claims: { sid: 'ses_1' } }))).toBeUndefined();
  });
});

describe('caching', () => {
  it('signs once in ten seconds for one session and service', async () => {
    const gateway = signer('gateway');
    const first = await gateway.for('facebook', { viewer });
    clock.advance(9_000);
    expect(await gateway.for('facebook', { viewer })).toBe(first);
    expect(await gateway.for('instagram', { viewer })).not.toBe(first);
    expect(await gateway.for('facebook', { viewer: { ...viewer, sessionId: 'ses_2' } })).not.toBe(first);
    clock.advance(1_000);
    expect(await gateway.for('facebook', { viewer })).not.toBe(first);
  });

  it('is bounded on both sides', async () => {
    const gateway = createIdentitySigner({ issuer: 'gateway', keyring, clock, maxCachedTokens: 1 });
    const facebook = createIdentityVerifier({
      audience: 'facebook',
      keyring,
      allowedIssuers: ['gateway'],
      clock,
      maxCachedTokens: 1,
    });
    const first = await gateway.for('facebook', { resource: '1' });
    const accepted = await facebook.verify(first);
    expect(await facebook.verify(first)).toBe(accepted);
    await facebook.verify(await gateway.for('facebook', { resource: '2' }));
    clock.advance(1_000);
    expect(await gateway.for('facebook', { resource: '1' })).not.toBe(first);
    expect(await facebook.verify(first)).not.toBe(accepted);
  });

  it('is for what is used again: an identity for one body takes no place in it', async () => {
    const parts = { keyring, clock, maxCachedTokens: 1 };
    const gateway = createIdentitySigner({ ...parts, issuer: 'gateway' });
    const facebook = createIdentityVerifier({ ...parts, audience: 'facebook', allowedIssuers: ['gateway'] });
    const kept = await gateway.for('facebook');
    const accepted = await facebook.verify(kept);
    const ofBody = await gateway.for('facebook', { bodyHash: 'a hash' });
    expect(await facebook.verify(ofBody)).toEqual({ issuer: 'gateway', audience: 'facebook', bodyHash: 'a hash' });
    clock.advance(1_000);
    expect(await gateway.for('facebook', { bodyHash: 'a hash' })).not.toBe(ofBody);
    expect(await gateway.for('facebook')).toBe(kept);
    expect(await facebook.verify(kept)).toBe(accepted);
  });

  it('never outlives the token', async () => {
    const token = await signer('gateway').for('facebook');
    clock.advance(88_000);
    expect(await verifier.verify(token)).toBeDefined();
    clock.advance(3_000);
    expect(await verifier.verify(token)).toBeUndefined();
  });
});

describe('keys', () => {
  it('are demanded by name', async () => {
    await expect(signer('gateway').for('whatsapp')).rejects.toThrow('gateway>whatsapp');
    expect(() => createIdentityVerifier({ audience: 'whatsapp', keyring, allowedIssuers: ['gateway'], clock })).toThrow(
      'gateway>whatsapp',
    );
  });

  it('that are too short are refused, and not shown', async () => {
    const weak = { 'gateway>facebook': Buffer.from('too short').toString('base64') };
    await expect(signer('gateway', weak).for('facebook')).rejects.toThrow(/at least 32 bytes for gateway>facebook/);
    await expect(signer('gateway', weak).for('facebook')).rejects.not.toThrow(/dG9v/);
  });
});
