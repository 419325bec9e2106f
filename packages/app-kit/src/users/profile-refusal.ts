import type { UsernameFault } from '../usernames/check-username.ts';

/** A value of a profile that can be kept the same across apps. */
export type ProfileField = 'USERNAME' | 'DISPLAY_NAME' | 'PHOTO';

export type ProfileRefusalReason = UsernameFault | 'TAKEN' | 'COOL_DOWN' | 'BAD_PHOTO' | 'ACCOUNT_NOT_ACTIVE';

/** Why a value of a profile is refused, and until when where waiting helps (PR4). */
export interface ProfileRefusal {
  readonly field: ProfileField;
  readonly reason: ProfileRefusalReason;
  readonly until: Date | null;
}

export function refuse(field: ProfileField, reason: ProfileRefusalReason, until: Date | null = null): ProfileRefusal {
  return { field, reason, until };
}
