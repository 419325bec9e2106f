import { type MediaSource, sourceBody } from '../media-source/media-source.ts';
import { PROFILE_FIELDS, type ProfileField, type ProfileRefusal } from '../users/profile-refusal.ts';
import type { ProfileValues, User } from '../users/user.ts';

/** Where a change of a known key stands. */
export type DecidedState = 'PREPARED' | 'COMMITTED' | 'ABORTED';
export type ProfileChangeState = DecidedState | 'UNSEEN';

/** Given by accounts-center; grows with every change of a value. */
export interface FieldVersion {
  readonly field: ProfileField;
  readonly version: number;
}

/** New values for a profile, as accounts-center asks for them. What is null stays. */
export interface ProfileChangeInput {
  readonly accountId: string;
  readonly username: string | null;
  readonly displayName: string | null;
  readonly photo: MediaSource | null;
  readonly removePhoto: boolean;
  readonly versions: readonly FieldVersion[];
  /** Past it the app asks what became of the change. */
  readonly expiresAt: Date;
}

export type PrepareResult =
  | { readonly ok: true; readonly state: ProfileChangeState; readonly refusals: readonly ProfileRefusal[] }
  | { readonly ok: false; readonly code: 'KEY_REUSED' };

export type CommitResult =
  | { readonly ok: true; readonly user: User }
  | { readonly ok: false; readonly code: 'NOT_PREPARED' };

/** What tells one change from another. `expiresAt` is no part of it: the first one stands. */
export function changeBody({ expiresAt: _expiresAt, photo, ...rest }: ProfileChangeInput): object {
  return { ...rest, photo: photo && sourceBody(photo) };
}

/** The fields that a change is about. */
export function fieldsOf(
  input: Pick<ProfileChangeInput, 'username' | 'displayName' | 'photo' | 'removePhoto'>,
): ProfileField[] {
  const { username, displayName, photo, removePhoto } = input;
  return [
    ...(username === null ? [] : (['USERNAME'] as const)),
    ...(displayName === null ? [] : (['DISPLAY_NAME'] as const)),
    ...(photo === null && !removePhoto ? [] : (['PHOTO'] as const)),
  ];
}

/**
 * The values asked for that are not what they are already: only these are checked, and use a cool-down up.
 * @param photoId the photo's id in this app; null takes the photo away, undefined leaves it
 */
export function newValues(user: User, input: ProfileChangeInput, photoId: string | null | undefined): ProfileValues {
  const { username, displayName } = input;
  return {
    ...(username !== null && username !== user.username && { username }),
    ...(displayName !== null && displayName !== user.displayName && { displayName }),
    ...(photoId !== undefined && photoId !== user.photoId && { photoId }),
  };
}

/** Where a profile has the value of each field. */
export const properties = {
  USERNAME: 'username',
  DISPLAY_NAME: 'displayName',
  PHOTO: 'photoId',
} as const satisfies Record<ProfileField, keyof ProfileValues>;

/** The fields that have a new value. */
export function changedFields(values: ProfileValues): ProfileField[] {
  return PROFILE_FIELDS.filter((field) => values[properties[field]] !== undefined);
}
