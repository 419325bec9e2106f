import type { ProfileDependencies, ProfileService } from './profile.ts';
import { PROFILE_FIELDS, refuseChange } from './profile-change.ts';
import type { RunChange } from './run-change.service.ts';

/** A person's edit as a request for a change. */
export function createUpdateProfile(
  run: RunChange,
  termsOfUpdate: ProfileDependencies['termsOfUpdate'],
): ProfileService['updateProfile'] {
  return async (viewer, { accountId: sourceAccountId, idempotencyKey, ...wish }) => {
    const given = { USERNAME: wish.username, DISPLAY_NAME: wish.displayName, PHOTO: wish.photoId };
    const fields = PROFILE_FIELDS.filter((field) => given[field] !== undefined);
    if (fields.length === 0) return refuseChange('NOTHING_TO_DO');
    const terms = termsOfUpdate({ viewer, sourceAccountId, fields });
    const body = { accountId: sourceAccountId, ...wish };
    return run({ kind: 'UPDATE', viewer, idempotencyKey, body, sourceAccountId, fields, wish, terms });
  };
}
