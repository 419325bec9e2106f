import type { ProfileChangeState, ProfileField, ProfileSyncState } from '../../generated/operations.ts';

export const fieldNames: Readonly<Record<ProfileField, string>> = {
  USERNAME: 'Username',
  DISPLAY_NAME: 'Display name',
  PHOTO: 'Photo',
};

/** Where the sync of a field of an account stands. */
export const syncStates: Readonly<Record<ProfileSyncState, string>> = {
  OFF: 'Kept apart.',
  CURRENT: 'The same.',
  PENDING: 'A change is on its way; the app does not answer at the moment.',
  PAUSED: 'Paused: the app has verified this account, so its profile stays as it is.',
};

/** What became of a change in one account. */
export const changeStates: Readonly<Record<ProfileChangeState, string>> = {
  APPLIED: 'is up to date',
  PENDING: 'follows when its app is back',
  PAUSED: 'stays as it is, because its app has verified it',
};
