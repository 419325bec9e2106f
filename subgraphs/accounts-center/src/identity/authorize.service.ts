import type { Reader } from '@accounts-center/db';
import { type Clock, unauthenticated } from '@accounts-center/subgraph-kit';
import type { Viewer } from '../context.ts';
import type { MembershipService } from '../membership/membership.service.ts';
import { type Result, refuse } from '../user-errors.ts';
import type { AuthenticationMethod } from './identity.table.ts';
import type { SessionsStore } from './sessions.store.ts';

const RECENT_MS = 10 * 60_000;

/** How and when the person in a session last proved who they are. */
export interface Authentication {
  readonly amr: readonly AuthenticationMethod[];
  readonly authenticatedAt: Date;
}

export type AuthorizeCode = 'ACCOUNT_NOT_ACTIVE' | 'RECENT_AUTHENTICATION_REQUIRED';

/**
 * Whether the viewer may change anything now. Every mutation asks this inside the transaction that changes something: an access
 * token is good for its 10 minutes, also when its session has ended meanwhile.
 * @param demand.recent whether the step is a dangerous one, that takes a proof of the last 10 minutes (F2)
 * @returns the session's authentication; or a refusal, also of an account that its app has suspended (A5)
 * @throws UNAUTHENTICATED when the session has ended
 */
export type Authorize = (
  tx: Reader,
  viewer: Viewer,
  demand?: { readonly recent?: boolean },
) => Promise<Result<Authentication, AuthorizeCode>>;

export function createAuthorize(deps: {
  clock: Clock;
  sessions: SessionsStore;
  membership: Pick<MembershipService, 'member'>;
}): Authorize {
  const { clock, sessions, membership } = deps;
  return async (tx, { accountId, sessionId }, { recent = false } = {}) => {
    const now = clock.now();
    const session = await sessions.findRunning(tx, sessionId, now);
    const account = await membership.member(accountId, tx);
    // Its sessions have ended with that, and its owner is to learn why.
    if (account?.state === 'SUSPENDED') return refuse('ACCOUNT_NOT_ACTIVE');
    if (session?.accountId !== accountId || account === undefined)
      throw unauthenticated('Your session has ended. Sign in again.');
    const { amr, authenticatedAt } = session;
    if (recent && !isRecentProof(authenticatedAt, now)) return refuse('RECENT_AUTHENTICATION_REQUIRED');
    return { ok: true, amr, authenticatedAt };
  };
}

/** Whether control of an account that was proved at a time still counts as proved (F2, L2): for 10 minutes. */
export function isRecentProof(provedAt: Date, now: Date): boolean {
  return now.getTime() - provedAt.getTime() < RECENT_MS;
}
