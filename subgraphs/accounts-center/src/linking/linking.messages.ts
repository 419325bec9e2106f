import type { LinkErrorCode } from '../generated/accounts-center.ts';
import { BUSY, KEY_REUSED, NOT_YOUR_ACCOUNT, SIGN_IN_AGAIN, SUSPENDED } from '../identity/identity.messages.ts';
import { ACCOUNT_LIMIT } from '../membership/membership.service.ts';
import type { Messages } from '../user-errors.ts';

/** In words for the person. None tells whether an account exists, or who is linked to whom, beyond what was proved (C2). */
export const linkMessages: Messages<LinkErrorCode> = {
  ACCOUNT_NOT_FOUND: NOT_YOUR_ACCOUNT,
  FLOW_NOT_FOUND: 'This link has ended, or was begun elsewhere. Begin again.',
  WRONG_CREDENTIALS: 'The username or the password is wrong.',
  TOO_MANY_ATTEMPTS: 'Too many wrong passwords. Try again later.',
  BUSY,
  ACCOUNT_NOT_ACTIVE: SUSPENDED,
  PROOF_MISSING: 'Confirm both accounts with their passwords first.',
  SAME_ACCOUNT: 'This account is in your Accounts Center already.',
  LINKED_ELSEWHERE: 'This account is linked in another Accounts Center. Unlink it there first.',
  CENTER_FULL: `An Accounts Center holds at most ${ACCOUNT_LIMIT} accounts.`,
  RECENT_AUTHENTICATION_REQUIRED: SIGN_IN_AGAIN,
  NOT_LINKED: 'This account is not linked to any other.',
  APP_UNAVAILABLE: 'The app of this account does not answer at the moment. Try again later.',
  IDEMPOTENCY_KEY_REUSED: KEY_REUSED,
};
