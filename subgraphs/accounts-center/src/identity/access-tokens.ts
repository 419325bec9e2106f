import type { Clock } from '@accounts-center/subgraph-kit';
import { SignJWT } from 'jose';
import { SERVICE } from '../slice.ts';
import type { Session } from './sessions.store.ts';
import { SIGNING_ALGORITHM, type SigningKeys } from './signing-keys.ts';

export const TOKEN_LIFETIME_MS = 10 * 60_000;

/** Whom access tokens are for: the gateway checks it. */
const AUDIENCE = 'graph';

export interface AccessToken {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
}

/**
 * Signs what a client sends with every request: a JWT that names account (`sub`), session (`sid`), and how and when the person
 * last proved who they are (`amr`, `auth_time`), good for 10 minutes.
 */
export async function signAccessToken(
  deps: { clock: Clock; keys: SigningKeys },
  session: Session,
): Promise<AccessToken> {
  const now = deps.clock.now();
  const expiresAt = new Date(now.getTime() + TOKEN_LIFETIME_MS);
  const { kid, privateKey } = await deps.keys.active();
  const { id: sid, amr, authenticatedAt } = session;
  const accessToken = await new SignJWT({ sid, amr, auth_time: inSeconds(authenticatedAt) })
    .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: 'at+jwt', kid })
    .setIssuer(SERVICE)
    .setAudience(AUDIENCE)
    .setSubject(session.accountId)
    .setIssuedAt(inSeconds(now))
    .setExpirationTime(inSeconds(expiresAt))
    .sign(privateKey);
  return { accessToken, accessTokenExpiresAt: expiresAt };
}

function inSeconds(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}
