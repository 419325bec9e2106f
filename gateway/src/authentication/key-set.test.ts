import { movableClock } from '@accounts-center/subgraph-kit';
import { errors, type JSONWebKeySet, jwtVerify } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { createTokenIssuer, NOW, type TokenIssuer } from '../testing/tokens.ts';
import { createKeySet, KeysUnavailable } from './key-set.ts';

let published: JSONWebKeySet | Error;
let loads: number;
let old: TokenIssuer;
let young: TokenIssuer;
let clock: ReturnType<typeof movableClock>;
let check: (issuer: TokenIssuer) => Promise<unknown>;

beforeEach(async () => {
  [old, young] = await Promise.all([createTokenIssuer('old'), createTokenIssuer('young')]);
  clock = movableClock(NOW);
  published = old.jwks;
  loads = 0;
  const load = async (): Promise<JSONWebKeySet> => {
    loads += 1;
    if (published instanceof Error) throw published;
    return published;
  };
  const keys = createKeySet({ load, clock });
  check = async (issuer) => jwtVerify(await issuer.token(), keys, { currentDate: NOW });
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

  it('of no JWK set are no keys', async () => {
    published = { keys: 'none' } as never;
    await expect(check(old)).rejects.toThrow(KeysUnavailable);
  });
});
