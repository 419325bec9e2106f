import { z } from 'zod';
import type { UsernameFault } from '../usernames/check-username.ts';

export const PROFILE_FIELDS = ['USERNAME', 'DISPLAY_NAME', 'PHOTO'] as const;

/** A value of a profile that can be kept the same across apps. */
export type ProfileField = (typeof PROFILE_FIELDS)[number];

export type ProfileRefusalReason = UsernameFault | 'TAKEN' | 'COOL_DOWN' | 'BAD_PHOTO' | 'ACCOUNT_NOT_ACTIVE' | 'STALE';

/** Why a value of a profile is refused, and until when where waiting helps (PR4). */
export interface ProfileRefusal {
  readonly field: ProfileField;
  readonly reason: ProfileRefusalReason;
  readonly until: Date | null;
}

export function refuse(field: ProfileField, reason: ProfileRefusalReason, until: Date | null = null): ProfileRefusal {
  return { field, reason, until };
}

/** Reads a refusal back from JSON. */
export const storedProfileRefusal: z.ZodType<ProfileRefusal> = z.object({
  field: z.enum(PROFILE_FIELDS),
  reason: z.custom<ProfileRefusalReason>((value) => typeof value === 'string'),
  until: z.coerce.date().nullable(),
});
