import type { ProfileRefusalReason } from '../app-contract/app-facts.ts';
import type { RefreshSessionErrorCode, SignInErrorCode, SignUpErrorCode } from '../generated/accounts-center.ts';
import type { Messages } from '../user-errors.ts';

/** For whom a step takes a proof of who they are that is over 10 minutes old (F2). */
export const SIGN_IN_AGAIN = 'Sign in again first: your last sign-in is over 10 minutes ago.';

/** For whom names an account that is not there to act for. Which of its reasons it is, is not told. */
export const NOT_YOUR_ACCOUNT =
  'There is no such account in your Accounts Center, or it is not the one that you are signed in to.';

/** For whom the app has suspended (A5). */
export const SUSPENDED = 'The app has suspended this account.';

/** For whom gives another input under a key that stands for one (D3). */
export const KEY_REUSED = 'This idempotency key was used before with another input.';

/** For whom there is no turn at the moment. */
export const BUSY = 'Too many people are signing in at the moment. Try again.';

const TOO_MANY = 'Too many wrong passwords. Try again in 15 minutes.';
const UNAVAILABLE = 'The app does not answer at the moment. Try again.';

export const signUpMessages: Messages<SignUpErrorCode> = {
  USERNAME_TAKEN: 'Somebody has this username already.',
  USERNAME_NOT_ACCEPTED: 'The app does not take this username.',
  DISPLAY_NAME_NOT_ACCEPTED: 'The app does not take this display name.',
  PASSWORD_TOO_WEAK: 'A password has 10 to 200 letters, and is neither a common one nor the username.',
  TOO_MANY_ATTEMPTS: 'Too many accounts were made from here. Try again in 15 minutes.',
  BUSY,
  APP_UNAVAILABLE: UNAVAILABLE,
  ACCOUNT_NOT_ACTIVE: SUSPENDED,
  IDEMPOTENCY_KEY_REUSED: KEY_REUSED,
  ALREADY_SIGNED_UP: 'This account was made already. Sign in to it.',
};

/** What more there is to say when the app gave this reason. */
export const refusalReasons: Messages<ProfileRefusalReason> = {
  TAKEN: '',
  TOO_SHORT: 'It is too short.',
  TOO_LONG: 'It is too long.',
  BAD_CHARACTERS: 'It has letters that the app does not allow.',
  RESERVED: 'It is a word that the app keeps for itself.',
  LOOK_ALIKE: 'It looks like another name.',
  COOL_DOWN: 'It was changed too often.',
  BAD_PHOTO: '',
  ACCOUNT_NOT_ACTIVE: '',
  STALE: '',
};

export const signInMessages: Messages<SignInErrorCode> = {
  WRONG_CREDENTIALS: 'The username or the password is wrong.',
  TOO_MANY_ATTEMPTS: TOO_MANY,
  ACCOUNT_NOT_ACTIVE: SUSPENDED,
  BUSY,
  APP_UNAVAILABLE: UNAVAILABLE,
};

export const refreshSessionMessages: Messages<RefreshSessionErrorCode> = {
  SESSION_ENDED: 'The session is over. Sign in again.',
  ACCOUNT_NOT_ACTIVE: SUSPENDED,
};
