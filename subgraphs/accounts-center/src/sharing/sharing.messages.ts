import type { DeliveryReason, SharingErrorCode } from '../generated/accounts-center.ts';
import { KEY_REUSED, NOT_YOUR_ACCOUNT, SIGN_IN_AGAIN } from '../identity/identity.messages.ts';
import type { Messages } from '../user-errors.ts';

/** In words for the person. Where an app has refused with words of its own, those are shown instead. */
export const sharingMessages: Messages<SharingErrorCode> = {
  ACCOUNT_NOT_FOUND: NOT_YOUR_ACCOUNT,
  POST_NOT_FOUND: 'There is no such post that was shared from your Accounts Center.',
  SAME_ACCOUNT: 'An account can not share with itself.',
  EMPTY: 'Write something, or add a photo or video.',
  TEXT_TOO_LONG: 'The text is too long.',
  MEDIA_REQUIRED: 'Add at least one photo or video.',
  TOO_MUCH_MEDIA: 'There are too many photos and videos.',
  MEDIA_NOT_ACCEPTED: 'The app does not take one of the photos or videos.',
  MEDIA_NOT_FOUND: 'One of the photos or videos is not there. Upload it again.',
  AUDIENCE_NOT_POSSIBLE: 'This account can not show a post to exactly this audience.',
  NO_POSTS: 'This app has no posts.',
  ACCOUNT_NOT_ACTIVE: 'This account is suspended in its app.',
  RECENT_AUTHENTICATION_REQUIRED: SIGN_IN_AGAIN,
  APP_UNAVAILABLE: 'The app does not answer at the moment. Nothing was published. Try again later.',
  IDEMPOTENCY_KEY_REUSED: KEY_REUSED,
};

/** Why a copy did not arrive, where its app has not said it in words of its own. */
export const deliveryMessages: Messages<DeliveryReason> = {
  APP_UNAVAILABLE: 'The app did not answer for too long. Try again.',
  NO_POSTS: 'This app has no posts.',
  ACCOUNT_NOT_ACTIVE: 'The account is suspended, or gone.',
  TEXT_TOO_LONG: 'The text is too long for this app.',
  MEDIA_REQUIRED: 'This app wants at least one photo or video.',
  TOO_MUCH_MEDIA: 'There are more photos and videos than this app takes.',
  MEDIA_NOT_ACCEPTED: 'This app does not take one of the photos or videos.',
  MEDIA_NOT_FOUND: 'One of the photos or videos is gone.',
  EMPTY: 'There is nothing to show in this app.',
  AUDIENCE_NOT_POSSIBLE: 'This account can not show a post to exactly this audience.',
  UNLINKED: 'One of the two accounts was unlinked.',
  SHARING_OFF: 'Sharing with this account was switched off.',
  WITHDRAWN: 'The copy was deleted in its app.',
  NOT_PUBLISHED: 'The post itself was not published.',
  ORIGINAL_DELETED: 'The post itself was deleted.',
};
