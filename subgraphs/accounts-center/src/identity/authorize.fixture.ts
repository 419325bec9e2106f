import { type Clock, unauthenticated } from '@accounts-center/subgraph-kit';
import { refuse } from '../user-errors.ts';
import { type Authorize, isRecentProof } from './authorize.service.ts';

/** `authorize` for the tests of other slices: it believes what a viewer says, but for what a test knows better. */
export function createPlayedAuthorize(clock: Clock) {
  const endedSessions = new Set<string>();
  const suspendedAccounts = new Set<string>();
  const authorize: Authorize = async (_tx, { accountId, sessionId, authenticatedAt }, { recent = false } = {}) => {
    if (endedSessions.has(sessionId)) throw unauthenticated();
    if (suspendedAccounts.has(accountId)) return refuse('ACCOUNT_NOT_ACTIVE');
    if (recent && !isRecentProof(authenticatedAt, clock.now())) return refuse('RECENT_AUTHENTICATION_REQUIRED');
    return { ok: true, amr: ['pwd'], authenticatedAt };
  };
  return { authorize, endedSessions, suspendedAccounts };
}
