import { PROFILE_FIELDS, refuseChange } from '../profile/profile-change.ts';
import type { ProfileSyncDependencies, ProfileSyncService } from './profile-sync.ts';
import { createSyncTerms } from './sync-terms.service.ts';

/** Makes accounts the same as one of them, by a change that has them follow it. */
export function createSyncProfile(deps: ProfileSyncDependencies): Pick<ProfileSyncService, 'syncProfile'> {
  const { changes } = deps;
  const { termsOfSync } = createSyncTerms(deps);
  return {
    async syncProfile(viewer, { sourceAccountId, accountIds, fields: wanted, idempotencyKey }) {
      const fields = PROFILE_FIELDS.filter((field) => wanted.includes(field));
      const followerIds = [...new Set(accountIds)].filter((id) => id !== sourceAccountId).sort();
      if (fields.length === 0) return refuseChange('NOTHING_TO_DO', { inputField: 'fields' });
      if (followerIds.length === 0) return refuseChange('NOTHING_TO_DO', { inputField: 'accountIds' });
      const terms = termsOfSync({ viewer, sourceAccountId, fields, followerIds });
      const body = { sourceAccountId, followerIds, fields };
      return changes.run({ kind: 'SYNC', viewer, idempotencyKey, body, sourceAccountId, fields, wish: {}, terms });
    },
  };
}
