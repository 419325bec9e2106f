import type { Clock, Viewer } from '@accounts-center/subgraph-kit';
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import { KeysUnavailable } from './key-set.ts';

const ISSUER = 'accounts-center';
const AUDIENCE = 'graph';
const TOKEN_TYPE = 'at+jwt';
const SKEW_SECONDS = 30;
const MAX_LENGTH = 4_096;
const BEARER = /^bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;

const Claims = z.object({
  sub: z.string().min(1),
  sid: z.string().min(1),
  auth_time: z.number(),
  amr: z.array(z.string()).optional(),
});

/** What an `Authorization` header is worth. */
export type Authentication =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'viewer'; readonly viewer: Viewer }
  /** Expired, forged, for others, or no access token at all: which of them is not told. */
  | { readonly kind: 'refused' }
  /** The issuer's keys could not be had, so the token could not be checked. */
  | { readonly kind: 'unavailable'; readonly cause: Error };

/** Checks the access tokens of requests. */
export interface AccessTokens {
  /** @param header the value of the `Authorization` header, if there is one */
  check(header: string | undefined): Promise<Authentication>;
}

/**
 * Access tokens as accounts-center issues them: JWTs for the audience `graph`, signed by EdDSA.
 * @param parts.keys finds the key that a token's header names
 */
export function createAccessTokens({ keys, clock }: { keys: JWTVerifyGetKey; clock: Clock }): AccessTokens {
  async function viewerOf(token: string): Promise<Viewer> {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ['EdDSA'],
      typ: TOKEN_TYPE,
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ['exp'],
      clockTolerance: SKEW_SECONDS,
      currentDate: clock.now(),
    });
    const { sub, sid, auth_time, amr } = Claims.parse(payload);
    const viewer = { accountId: sub, sessionId: sid, authenticatedAt: new Date(auth_time * 1000) };
    return amr === undefined ? viewer : { ...viewer, amr };
  }

  return {
    check: async (header) => {
      if (header === undefined) return { kind: 'anonymous' };
      const token = header.length <= MAX_LENGTH ? BEARER.exec(header)?.[1] : undefined;
      if (token === undefined) return { kind: 'refused' };
      try {
        return { kind: 'viewer', viewer: await viewerOf(token) };
      } catch (error) {
        if (error instanceof KeysUnavailable) return { kind: 'unavailable', cause: error };
        if (error instanceof errors.JOSEError || error instanceof z.ZodError) return { kind: 'refused' };
        throw error;
      }
    },
  };
}
