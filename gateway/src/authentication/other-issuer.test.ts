import { createHmac } from 'node:crypto';
import { movableClock } from '@accounts-center/subgraph-kit';
import {
  CompactSign,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  importJWK,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOW, NOW_SECONDS } from '../testing/tokens.ts';
import { believing, type IssuerServer, startIssuer } from './testing/issuer-server.ts';

let issuer: IssuerServer;
let clock: ReturnType<typeof movableClock>;
let gateway: ReturnType<typeof believing>;

beforeEach(async () => {
  clock = movableClock(NOW);
  issuer = await startIssuer();
  gateway = believing([issuer.settings()], { clock });
});
afterEach(async () => {
  await gateway.stop();
  await issuer[Symbol.asyncDispose]();
});

const check = async (token: Promise<string> | string) => gateway.check(`Bearer ${await token}`);
const kindOf = async (token: Promise<string> | string): Promise<string> => (await check(token)).kind;

function believe(changes: Parameters<IssuerServer['settings']>[0]): void {
  gateway = believing([issuer.settings(changes)], { clock });
}

describe('a token of an issuer of the settings', () => {
  it('gives its claims and scopes', async () => {
    const checked = await check(issuer.token({ scope: 'read:posts write:posts', tenant: { id: 7 } }));
    const claims = { iss: issuer.origin, aud: 'api', sub: 'u_1', scope: 'read:posts write:posts', tenant: { id: 7 } };
    expect(checked).toMatchObject({ kind: 'identified', identity: { scopes: ['read:posts', 'write:posts'], claims } });
    expect(checked).not.toHaveProperty('identity.viewer');
  });

  it.each<[string, JWTPayload, string[]]>([
    ['an array', { scp: ['read', 7, 'write', null] }, ['read', 'write']],
    ['a text', { scp: 'read  write ' }, ['read', 'write']],
    ['none', { scope: 'read' }, []],
    ['neither', { scp: { read: true } }, []],
  ])('has its scopes in the claim that the settings name: %s', async (_, claims, scopes) => {
    believe({ scopeClaim: 'scp' });
    expect(await check(issuer.token(claims))).toMatchObject({ identity: { scopes } });
  });

  it.each(['EdDSA', 'Ed25519', 'ES256', 'ES384', 'ES512', 'PS256', 'RS256', 'RS512'] as const)(
    'may be signed with %s, where the settings allow it',
    async (algorithm) => {
      await issuer.rotate('other', algorithm);
      const token = await issuer.token();
      believe({ algorithms: [algorithm] });
      expect(await kindOf(token)).toBe('identified');
      believe({ algorithms: algorithm === 'EdDSA' ? ['ES256'] : ['EdDSA'] });
      expect(await kindOf(token)).toBe('refused');
    },
  );

  it.each<[string, JWTPayload, Record<string, unknown>]>([
    ['one of several audiences', { aud: ['other', 'api'] }, {}],
    ['an access token by its type', {}, { typ: 'at+jwt' }],
    ['by its whole type', {}, { typ: 'application/at+jwt' }],
    ['a JWT', {}, { typ: 'JWT' }],
    ['that ended less than the skew ago', { exp: NOW_SECONDS - 29 }, {}],
    ['that begins in less than the skew', { nbf: NOW_SECONDS + 30 }, {}],
    ['that was issued in less than the skew', { iat: NOW_SECONDS + 30 }, {}],
    ['with an end between seconds', { exp: NOW_SECONDS - 29.5 }, {}],
    [
      'with keys of its own in the header, which nobody looks at',
      {},
      { jku: 'http://127.0.0.1:1/', x5u: 'http://127.0.0.1:1/' },
    ],
  ])('is accepted: %s', async (_, claims, header) => {
    expect(await kindOf(issuer.token(claims, header))).toBe('identified');
  });

  const refused: Record<string, () => Promise<string> | string> = {
    'that ended': () => issuer.token({ exp: NOW_SECONDS - 30 }),
    'without an end': () => issuer.token({ exp: undefined as never }),
    'with an end that is no number': () => issuer.token({ exp: 'never' as never }),
    'that has not begun': () => issuer.token({ nbf: NOW_SECONDS + 31 }),
    'that was issued in the future': () => issuer.token({ iat: NOW_SECONDS + 31 }),
    'for others': () => issuer.token({ aud: 'other' }),
    'for several others': () => issuer.token({ aud: ['other', 'api '] }),
    'for nobody': () => issuer.token({ aud: undefined as never }),
    'for what is no audience': () => issuer.token({ aud: { api: true } as never }),
    'of another issuer': () => issuer.token({ iss: 'https://other.example.com' }),
    'of nearly the same issuer': () => issuer.token({ iss: `${issuer.origin}/` }),
    'of several issuers': () => issuer.token({ iss: [issuer.origin] as never }),
    'of no issuer': () => issuer.token({ iss: undefined as never }),
    'of an issuer that is a property of every object': () => issuer.token({ iss: '__proto__' }),
    'under an unknown key id': () => issuer.token({}, { kid: 'unknown' }),
    'under a key id that is a path': () => issuer.token({}, { kid: '../../dev/null' }),
    'under a key id that is no text': () => issuer.token({}, { kid: ['first'] }),
    'under a key id that is a property of every object': () => issuer.token({}, { kid: '__proto__' }),
    'that is a logout token': () => issuer.token({}, { typ: 'logout+jwt' }),
    'that is a proof of possession': () => issuer.token({}, { typ: 'dpop+jwt' }),
    'with a type that is no text': () => made({ alg: 'EdDSA', kid: 'first', typ: 7 }),
    'with a demand that nobody understands': () => made({ alg: 'EdDSA', kid: 'first', crit: ['exp'], exp: 1 }),
    'with an empty list of demands': () => made({ alg: 'EdDSA', kid: 'first', crit: [] }),
    'with a body that is not encoded': () => made({ alg: 'EdDSA', kid: 'first', crit: ['b64'], b64: false }),
    'with alg none': () => new UnsecuredJWT({ iss: issuer.origin, aud: 'api' }).setExpirationTime('1h').encode(),
    'with alg nOnE': () => made({ alg: 'nOnE', kid: 'first' }, () => ''),
    'with no alg': () => made({ kid: 'first' }),
    'with HS256 and the public key as secret': () =>
      made({ alg: 'HS256', kid: 'first' }, hmacWith(String(issuer.keys[0]?.x))),
    'with HS256 and the public key as PEM': async () =>
      made({ alg: 'HS256', kid: 'first' }, hmacWith(await publicPem())),
    'with HS256 and no secret': () => made({ alg: 'HS256' }, hmacWith('')),
    'whose key id is of a key of another kind': async () => {
      const { privateKey } = await generateKeyPair('RS256');
      return new SignJWT(claimsNow()).setProtectedHeader({ alg: 'RS256', kid: 'first' }).sign(privateKey);
    },
    'with an empty signature': () => made({ alg: 'EdDSA', kid: 'first' }, () => ''),
    'with a claim changed': async () => changed(await issuer.token()),
    'that is no JSON': () => `${encoded('{')}.${encoded('{')}.AAAA`,
    'that is JSON and no object': () => `${encoded('7')}.${encoded('null')}.AAAA`,
    'that is nested deeply': () => `${encoded('{}')}.${encoded('['.repeat(3_000))}.AAAA`,
    'that is huge': () => issuer.token({ filler: 'a'.repeat(10_000) }),
    'of five parts, as an encrypted one': () => 'a.b.c.d.e',
  };

  it.each(Object.keys(refused))('is refused: %s', async (kind) => {
    expect(await kindOf(refused[kind]?.() ?? '')).toBe('refused');
  });

  it('says each thing once: of claims that come twice, the last one counts for all', async () => {
    const key = await issuer.rotate('text');
    const sign = (iss: string): Promise<string> =>
      new CompactSign(Buffer.from(`{${iss},"aud":"api","exp":${NOW_SECONDS + 60}}`))
        .setProtectedHeader({ alg: 'EdDSA', kid: 'text' })
        .sign(key);
    const other = 'https://other.example.com';
    expect(await kindOf(sign(`"iss":"${other}","iss":"${issuer.origin}"`))).toBe('identified');
    expect(await kindOf(sign(`"iss":"${issuer.origin}","iss":"${other}"`))).toBe('refused');
  });

  it('that brings its own key, or says where it is, is checked with the published ones alone', async () => {
    await using thief = await startIssuer();
    const places = { jku: `${thief.origin}/jwks`, x5u: `${thief.origin}/jwks` };
    const [jwk] = thief.keys;
    for (const kid of ['first', undefined, 'thief']) {
      const token = await thief.token({ iss: issuer.origin }, { kid, jwk: jwk as object, ...places });
      expect(await kindOf(token)).toBe('refused');
    }
    expect(thief.asked).toEqual([]);
  });

  it('may be as long as a header may be', async () => {
    expect(await kindOf(issuer.token({ filler: 'a'.repeat(5_000) }))).toBe('identified');
  });

  const claimsNow = () => ({ iss: issuer.origin, aud: 'api', sub: 'u_1', exp: NOW_SECONDS + 60 });

  function made(header: object, sign: (signed: string) => string = () => 'AAAA'): string {
    const signed = `${encoded(JSON.stringify(header))}.${encoded(JSON.stringify(claimsNow()))}`;
    return `${signed}.${sign(signed)}`;
  }

  async function publicPem(): Promise<string> {
    const [jwk = {}] = issuer.keys;
    return exportSPKI((await importJWK(jwk)) as never);
  }
});

function encoded(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function hmacWith(secret: string): (signed: string) => string {
  return (signed) => createHmac('sha256', secret).update(signed).digest('base64url');
}

function changed(token: string): string {
  const [header, claims = '', signature] = token.split('.');
  const told = JSON.parse(Buffer.from(claims, 'base64url').toString()) as object;
  return [header, encoded(JSON.stringify({ ...told, sub: 'u_2' })), signature].join('.');
}

it.each(['none', 'HS256', 'dir'])('no algorithm of the settings is one without a public key: %s', (algorithm) => {
  expect(() => issuer.settings({ algorithms: [algorithm] as never })).toThrow(/algorithms/);
});

it('a key of its own that is published for another purpose signs no tokens', async () => {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  issuer.keys = [{ ...(await exportJWK(publicKey)), kid: 'enc', use: 'enc' }];
  const claims = { iss: issuer.origin, aud: 'api', exp: NOW_SECONDS + 60 };
  const token = await new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', kid: 'enc' }).sign(privateKey);
  expect(await kindOf(token)).toBe('refused');
});
