import type { ContactPointErrorCode } from '../generated/accounts-center.ts';
import { KEY_REUSED, SIGN_IN_AGAIN, SUSPENDED } from '../identity/identity.messages.ts';
import type { Messages } from '../user-errors.ts';

/** For whom has given so many wrong codes that the right one works no more either. */
export const DEAD_CODE = 'This code does not work any more. Ask for a new one.';

export const contactPointMessages: Messages<ContactPointErrorCode> = {
  ACCOUNT_NOT_FOUND: 'You are not signed in to such an account.',
  CONTACT_POINT_NOT_FOUND: 'Your account has no such contact point.',
  RECENT_AUTHENTICATION_REQUIRED: SIGN_IN_AGAIN,
  ACCOUNT_NOT_ACTIVE: SUSPENDED,
  ADDRESS_NOT_ACCEPTED: 'This is no mail address.',
  ALREADY_ADDED: 'Your account has this address already.',
  ALREADY_VERIFIED: 'This address is verified already.',
  TOO_MANY: 'An account has at most 5 contact points.',
  TOO_MANY_ATTEMPTS: 'Too many codes were sent. Try again later.',
  WRONG_CODE: 'The code is wrong, used or over.',
  IDEMPOTENCY_KEY_REUSED: KEY_REUSED,
};
