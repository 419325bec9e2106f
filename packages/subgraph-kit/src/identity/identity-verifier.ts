import { decodeJwt, jwtVerify } from 'jose';
import { z } from 'zod';
import { BoundedMap } from '../bounded-map.ts';
import type { Clock } from '../clock.ts';
import { type IdentityVerifier, LIFETIME_SECONDS, type ServiceIdentity, SKEW_SECONDS, TOKEN_TYPE } from './identity.ts';
import { importKey, type Keyring } from './keyring.ts';

const REUSE_MS = 10_000;
const MAX_CACHED_TOKENS = 10_000;
const MAX_TOKEN_LENGTH = 4_096;

const Common = z.object({
  iss: z.string(),
  aud: z.string(),
  ip: z.string().optional(),
  purpose: z.string().optional(),
  resource: z.string().optional(),
  body_hash: z.string().optional(),
});
const WithViewer = Common.extend({
  sub: z.string(),
  sid: z.string(),
  auth_time: z.number(),
  amr: z.array(z.string()).optional(),
  app: z.string().optional(),
});
const WithoutViewer = Common.extend({ sub: z.never().optional(), sid: z.never().optional() });
const Claims = z.union([WithViewer, WithoutViewer]);

/**
 * Accepts identities signed for `audience` by one of `allowedIssuers`, each under the key of that direction.
 * A token that was accepted is not checked again for ten seconds, or until it expires, unless it is for one body only.
 * @throws Error when an allowed issuer has no key.
 */
export function createIdentityVerifier(parts: {
  audience: string;
  keyring: Keyring;
  allowedIssuers: readonly string[];
  clock: Clock;
  maxCachedTokens?: number;
}): IdentityVerifier {
  const { audience, keyring, allowedIssuers, clock, maxCachedTokens = MAX_CACHED_TOKENS } = parts;
  const keys = new Map(allowedIssuers.map((issuer) => [issuer, importKey(keyring, issuer, audience)]));
  const accepted = new BoundedMap<string, Accepted>(maxCachedTokens);

  async function check(token: string, now: Date): Promise<Accepted | undefined> {
    const issuer = decodeJwt(token).iss;
    const key = issuer === undefined ? undefined : await keys.get(issuer);
    if (issuer === undefined || key === undefined) return undefined;
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      typ: TOKEN_TYPE,
      issuer,
      audience,
      requiredClaims: ['iat', 'exp'],
      maxTokenAge: LIFETIME_SECONDS,
      clockTolerance: SKEW_SECONDS,
      currentDate: now,
    });
    const fromMs = now.getTime();
    const untilMs = Math.min(fromMs + REUSE_MS, ((payload.exp ?? 0) + SKEW_SECONDS) * 1000);
    return { identity: toIdentity(Claims.parse(payload)), fromMs, untilMs };
  }

  return {
    verify: async (token) => {
      if (token === undefined || token.length > MAX_TOKEN_LENGTH) return undefined;
      const now = clock.now();
      const known = accepted.get(token);
      if (known && known.fromMs <= now.getTime() && now.getTime() < known.untilMs) return known.identity;
      // Whatever fails here, the token is at fault: the caller learns no reason.
      const result = await check(token, now).catch(() => undefined);
      if (result && result.identity.bodyHash === undefined) accepted.set(token, result);
      return result?.identity;
    },
  };
}

interface Accepted {
  readonly identity: ServiceIdentity;
  readonly fromMs: number;
  readonly untilMs: number;
}

function toIdentity(claims: z.infer<typeof Claims>): ServiceIdentity {
  return {
    issuer: claims.iss,
    audience: claims.aud,
    ...(claims.sub !== undefined && {
      viewer: {
        accountId: claims.sub,
        sessionId: claims.sid,
        authenticatedAt: new Date(claims.auth_time * 1000),
        ...(claims.amr !== undefined && { amr: claims.amr }),
        ...(claims.app !== undefined && { app: claims.app }),
      },
    }),
    ...(claims.ip !== undefined && { clientAddress: claims.ip }),
    ...(claims.purpose !== undefined && { purpose: claims.purpose }),
    ...(claims.resource !== undefined && { resource: claims.resource }),
    ...(claims.body_hash !== undefined && { bodyHash: claims.body_hash }),
  };
}
