import { SignJWT } from 'jose';
import { BoundedMap } from '../bounded-map.ts';
import type { Clock } from '../clock.ts';
import { type IdentityClaims, type IdentitySigner, LIFETIME_SECONDS, TOKEN_TYPE } from './identity.ts';
import { type DirectionKey, importKey, type Keyring } from './keyring.ts';

const REUSE_MS = 10_000;
const MAX_CACHED_TOKENS = 10_000;

/**
 * Signs identities as `issuer`. Equal claims to one audience are signed once in ten seconds, but for those of one body.
 * @param parts.maxCachedTokens bound of that cache
 */
export function createIdentitySigner(parts: {
  issuer: string;
  keyring: Keyring;
  clock: Clock;
  maxCachedTokens?: number;
}): IdentitySigner {
  const { issuer, keyring, clock, maxCachedTokens = MAX_CACHED_TOKENS } = parts;
  const keys = new Map<string, Promise<DirectionKey>>();
  const signed = new BoundedMap<string, { token: Promise<string>; signedAtMs: number }>(maxCachedTokens);

  function keyFor(audience: string): Promise<DirectionKey> {
    const key = keys.get(audience) ?? importKey(keyring, issuer, audience);
    keys.set(audience, key);
    return key;
  }

  async function sign(audience: string, claims: IdentityClaims, nowMs: number): Promise<string> {
    const key = await keyFor(audience);
    const issuedAt = Math.floor(nowMs / 1000);
    return await new SignJWT(toPayload(claims))
      .setProtectedHeader({ alg: 'HS256', typ: TOKEN_TYPE })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + LIFETIME_SECONDS)
      .sign(key);
  }

  return {
    for: async (audience, claims = {}) => {
      const nowMs = clock.now().getTime();
      if (claims.bodyHash !== undefined) return await sign(audience, claims, nowMs);
      const cacheKey = JSON.stringify([audience, toPayload(claims)]);
      const known = signed.get(cacheKey);
      if (known && nowMs >= known.signedAtMs && nowMs < known.signedAtMs + REUSE_MS) return await known.token;
      const token = sign(audience, claims, nowMs);
      signed.set(cacheKey, { token, signedAtMs: nowMs });
      token.catch(() => signed.delete(cacheKey));
      return await token;
    },
  };
}

function toPayload({
  viewer,
  clientAddress,
  purpose,
  resource,
  bodyHash,
}: IdentityClaims): Record<string, string | number | readonly string[]> {
  return {
    ...(viewer && {
      sub: viewer.accountId,
      sid: viewer.sessionId,
      auth_time: Math.floor(viewer.authenticatedAt.getTime() / 1000),
    }),
    ...(viewer?.amr !== undefined && { amr: viewer.amr }),
    ...(viewer?.app !== undefined && { app: viewer.app }),
    ...(clientAddress !== undefined && { ip: clientAddress }),
    ...(purpose !== undefined && { purpose }),
    ...(resource !== undefined && { resource }),
    ...(bodyHash !== undefined && { body_hash: bodyHash }),
  };
}
