import { generateKeyPairSync } from 'node:crypto';
import { movableClock } from '@accounts-center/subgraph-kit';
import { errors, exportJWK, generateKeyPair, type JSONWebKeySet, jwtVerify } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { createTokenIssuer, NOW, type TokenIssuer } from '../testing/tokens.ts';
import { createKeySet, type KeySet, KeysUnavailable, type Publication } from './key-set.ts';

let published: JSONWebKeySet | Error;
let loads: number;
let held: Promise<void>;
let maxAgeMs: number | undefined;
let keys: KeySet;
let old: TokenIssuer;
let young: TokenIssuer;
let clock: ReturnType<typeof movableClock>;
let check: (issuer: TokenIssuer) => Promise<unknown>;

beforeEach(async () => {
  [old, young] = await Promise.all([createTokenIssuer('old'), createTokenIssuer('young')]);
  clock = movableClock(NOW);
  published = old.jwks;
  loads = 0;
  maxAgeMs = undefined;
  held = Promise.resolve();
  const load = async (): Promise<Publication> => {
    loads += 1;
    if (published instanceof Error) throw published;
    return { jwks: await held.then(() => published as JSONWebKeySet), maxAgeMs };
  };
  keys = createKeySet({ load, clock });
  check = async (issuer) => jwtVerify(await issuer.token(), keys.find, { currentDate: NOW });
});

describe('the keys', () => {
  it('are loaded once for any number of tokens', async () => {
    await Promise.all([check(old), check(old), check(old)]);
    expect(loads).toBe(1);
  });

  it('are loaded again after ten minutes', async () => {
    await check(old);
    clock.advance(10 * 60_000);
    await check(old);
    expect(loads).toBe(2);
  });

  it('are loaded again for an unknown key id, so that keys can change', async () => {
    await check(old);
    published = { keys: [...old.jwks.keys, ...young.jwks.keys] };
    clock.advance(10_000);
    await check(young);
    expect(loads).toBe(2);
  });

  it('are not loaded for each made-up key id', async () => {
    await check(old);
    for (let attempt = 0; attempt < 20; attempt += 1) {
      await expect(check(young)).rejects.toThrow(errors.JWKSNoMatchingKey);
      clock.advance(1_000);
    }
    expect(loads).toBe(2);
  });

  it('stay in use while the issuer does not answer', async () => {
    await check(old);
    published = new Error('down');
    clock.advance(60 * 60_000);
    await check(old);
    await check(old);
    expect(loads).toBe(2);
  });

  it('that could not be loaded at all are tried again after a second', async () => {
    published = new Error('down');
    await expect(check(old)).rejects.toThrow(KeysUnavailable);
    published = old.jwks;
    await expect(check(old)).rejects.toThrow(KeysUnavailable);
    clock.advance(1_000);
    await check(old);
    expect(loads).toBe(2);
  });

  describe('that have grown old', () => {
    /** Holds the next load back, until what it gives is called. */
    function holdLoads(): () => void {
      let letGo = (): void => {};
      held = new Promise((resolve) => {
        letGo = resolve;
      });
      return letGo;
    }

    it('are used until the new ones are there: nobody waits for an issuer that is slow', async () => {
      await check(old);
      clock.advance(10 * 60_000);
      const letGo = holdLoads();
      await check(old);
      expect(loads).toBe(2);
      letGo();
    });

    it('are waited for when nobody has used them in a while: one may have been withdrawn meanwhile', async () => {
      await check(old);
      expect(keys.edition()).toBe(1);
      published = young.jwks;
      clock.advance(11 * 60_000);
      expect(keys.edition()).toBeUndefined();
      await expect(check(old)).rejects.toThrow(errors.JWKSNoMatchingKey);
      await check(young);
      expect([loads, keys.edition()]).toEqual([2, 2]);
    });

    it('are loaded again when their issuer says so', async () => {
      maxAgeMs = 60_000;
      await check(old);
      clock.advance(59_999);
      await check(old);
      expect(loads).toBe(1);
      clock.advance(1);
      await check(old);
      expect([loads, keys.edition()]).toEqual([2, 1]);
    });
  });

  it.each<[string, () => Promise<object> | object]>([
    ['a symmetric key', () => ({ kty: 'oct', k: 'c2VjcmV0', kid: 'young', alg: 'HS256' })],
    ['a private key', async () => exportJWK((await generateKeyPair('EdDSA', { extractable: true })).privateKey)],
    ['a short RSA key', () => generateKeyPairSync('rsa', { modulusLength: 1_024 }).publicKey.export({ format: 'jwk' })],
    ['a key to agree on keys with', () => generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' })],
    ['half a key', () => ({ kty: 'OKP', crv: 'Ed25519', kid: 'young' })],
    ['no object', () => 'key' as never],
  ])('are those of the set that are fit for it: not %s', async (_, jwk) => {
    published = { keys: [await jwk(), null as never, ...old.jwks.keys] };
    await check(old);
    await expect(check(young)).rejects.toThrow(errors.JWKSNoMatchingKey);
  });

  it('of no JWK set are no keys', async () => {
    published = { keys: 'none' } as never;
    await expect(check(old)).rejects.toThrow(KeysUnavailable);
  });
});
