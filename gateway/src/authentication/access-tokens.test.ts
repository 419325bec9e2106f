import { createHmac } from 'node:crypto';
import { generateKeyring, type ServiceIdentity } from '@accounts-center/subgraph-kit';
import { UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Constellation, startConstellation } from '../testing/constellation.ts';
import { createTokenIssuer, NOW_SECONDS } from '../testing/tokens.ts';
import { WAYS } from '../testing/ways.ts';

const claims = {
  iss: 'accounts-center',
  aud: 'graph',
  sub: 'fbu_1',
  sid: 'ses_1',
  auth_time: NOW_SECONDS,
  exp: NOW_SECONDS + 60,
};

describe.each(WAYS)('services %s', (way) => {
  let family: Constellation;
  beforeAll(async () => {
    family = await startConstellation(way);
  });
  afterAll(() => family[Symbol.asyncDispose]());

  const viewerOf = async (authorization: string): Promise<string | undefined> => {
    const { data } = await family.ask('{ instagramCaller }', { headers: { authorization } });
    const identity = JSON.parse((data as { instagramCaller: string }).instagramCaller) as ServiceIdentity;
    return identity.viewer?.accountId;
  };

  it.each([
    ['a valid one', async () => family.issuer.token()],
    ['one that ended less than 30 s ago', async () => family.issuer.token({ exp: NOW_SECONDS - 29 })],
  ])('a token is accepted: %s', async (_, token) => {
    expect(await viewerOf(`Bearer ${await token()}`)).toBe('fbu_1');
    expect(await viewerOf(`bearer ${await token()}`)).toBe('fbu_1');
  });

  it('without a token a request is anonymous', async () => {
    const { status, data } = await family.ask('{ instagramCaller }');
    expect([status, data]).toEqual([200, { instagramCaller: expect.not.stringContaining('viewer') }]);
  });

  /** Each is a bearer token of the form of a JWT, but for `garbage`. */
  const badTokens: Record<string, () => Promise<string> | string> = {
    expired: () => family.issuer.token({ exp: NOW_SECONDS - 31 }),
    'not valid yet': () => family.issuer.token({ nbf: NOW_SECONDS + 31 }),
    'without an end': async () => family.issuer.token({ exp: undefined as never }),
    'of another issuer': () => family.issuer.token({ iss: 'facebook' }),
    'of another audience': () => family.issuer.token({ aud: 'profile' }),
    'that is another kind of token': () => family.issuer.token({}, { typ: 'JWT' }),
    'without an account': () => family.issuer.token({ sub: undefined as never }),
    'without a session': () => family.issuer.token({ sid: 7 }),
    'without the time of authentication': () => family.issuer.token({ auth_time: 'today' }),
    'of another key under a known id': async () => (await createTokenIssuer('key-1')).token(),
    'of an unknown key': async () => (await createTokenIssuer('key-2')).token(),
    'changed after signing': async () => forged(await family.issuer.token()),
    'cut short': async () => (await family.issuer.token()).slice(0, -8),
    'with alg none': () => new UnsecuredJWT(claims).encode(),
    'with alg none under a known id': () => withHeader({ alg: 'none', kid: 'key-1' }, () => ''),
    'with HS256 and the public key as secret': () => withHeader({ alg: 'HS256', kid: 'key-1' }, hmacWithPublicKey),
    'with a key of its own in the header': () =>
      withHeader({ alg: 'EdDSA', jwk: family.issuer.jwks.keys[0] as object }, () => 'AAAA'),
    garbage: () => 'not.a.token',
    'garbage without dots': () => 'garbage',
    'too long': () => `${'a'.repeat(5_000)}.b.c`,
  };

  function hmacWithPublicKey(signed: string): string {
    const { x = '' } = family.issuer.jwks.keys[0] ?? {};
    return createHmac('sha256', Buffer.from(x, 'base64url')).update(signed).digest('base64url');
  }

  it.each(Object.keys(badTokens))('a token is refused: %s', async (kind) => {
    const { status, headers, text } = await family.ask('{ instagramCaller }', {
      headers: { authorization: `Bearer ${await badTokens[kind]?.()}`, 'x-request-id': 'req-1' },
    });
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe('Bearer error="invalid_token"');
    const extensions = { code: 'UNAUTHENTICATED', requestId: 'req-1' };
    expect(JSON.parse(text)).toEqual({ errors: [{ message: 'The access token is expired or invalid.', extensions }] });
  });

  it.each(['', 'Basic YTpi', 'Bearer', 'Token abc'])('the header "%s" is refused', async (authorization) => {
    expect((await family.ask('{ instagramCaller }', { headers: { authorization } })).status).toBe(401);
  });

  it('a request is refused before its body is read, and before anything is asked', async () => {
    const before = family.instagram.identities.length;
    const answer = await family.gateway.server.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: 'Bearer a.b.c', 'content-type': 'application/json' },
      payload: '{',
    });
    expect(answer.statusCode).toBe(401);
    expect(family.instagram.identities).toHaveLength(before);
  });
});

it('while no keys can be had, tokens are neither accepted nor called invalid', async () => {
  const wrongKeys = { keyring: generateKeyring(['gateway>accounts-center', 'gateway>instagram']) };
  await using family = await startConstellation('in process', wrongKeys);
  const headers = { authorization: `Bearer ${await family.issuer.token()}` };
  const answer = await family.ask('{ instagramCaller }', { headers });
  expect(answer).toMatchObject({ status: 503, errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] });
  expect(family.logged()).toContain('Access tokens can not be checked');
});

function withHeader(header: object, sign: (signed: string) => string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${sign(signed)}`;
}

/** The same token for another account. */
function forged(token: string): string {
  const [header, , signature] = token.split('.');
  return [header, Buffer.from(JSON.stringify({ ...claims, sub: 'fbu_2' })).toString('base64url'), signature].join('.');
}
