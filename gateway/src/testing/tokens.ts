import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWTPayload, SignJWT } from 'jose';

/** Issues access tokens as accounts-center does, and others that it would not. */
export interface TokenIssuer {
  readonly jwks: JSONWebKeySet;
  /** A token for `fbu_1` in session `ses_1`, with what `claims` and `header` change of it. */
  token(claims?: JWTPayload, header?: { kid?: string; typ?: string }): Promise<string>;
}

export const NOW = new Date('2026-11-23T10:00:00Z');
export const NOW_SECONDS = NOW.getTime() / 1000;

/** @param kid the id of its key */
export async function createTokenIssuer(kid = 'key-1'): Promise<TokenIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const standard = {
    iss: 'accounts-center',
    aud: 'graph',
    sub: 'fbu_1',
    sid: 'ses_1',
    auth_time: NOW_SECONDS - 60,
    iat: NOW_SECONDS,
    exp: NOW_SECONDS + 600,
  };
  return {
    jwks: { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' }] },
    token: (claims, header) =>
      new SignJWT({ ...standard, ...claims })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid, ...header })
        .sign(privateKey),
  };
}
