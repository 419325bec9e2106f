import type { JWTPayload } from 'jose';
import { z } from 'zod';
import type { KeySet } from './key-set.ts';
import type { Revocations } from './revocations.ts';
import type { TokenIssuer } from './token-issuer.ts';

const SKEW_SECONDS = 30;

const Claims = z.object({
  sub: z.string().min(1),
  sid: z.string().min(1),
  auth_time: z.number(),
  amr: z.array(z.string()).optional(),
});

/** The graph's own: access tokens as accounts-center issues them, JWTs for the audience `graph`, signed by EdDSA. */
export function ownIssuer(parts: { keys: KeySet; revocations?: Revocations }): TokenIssuer {
  return {
    ...parts,
    name: 'accounts-center',
    audience: ['graph'],
    algorithms: ['EdDSA'],
    types: ['at+jwt'],
    skewSeconds: SKEW_SECONDS,
    identityOf: (payload: JWTPayload) => {
      const { sub, sid, auth_time, amr } = Claims.parse(payload);
      const viewer = { accountId: sub, sessionId: sid, authenticatedAt: new Date(auth_time * 1000) };
      return { viewer: amr === undefined ? viewer : { ...viewer, amr } };
    },
  };
}
