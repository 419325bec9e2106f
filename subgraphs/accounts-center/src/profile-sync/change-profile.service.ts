import { PROFILE_FIELDS, refuseChange } from './profile-change.ts';
import type { ProfileSyncService } from './profile-sync.ts';
import type { RunChange } from './run-change.service.ts';

/** The two commands that change profiles, as requests to the saga. */
export function createChangeProfile(run: RunChange): Pick<ProfileSyncService, 'updateProfile' | 'syncProfile'> {
  return {
    async updateProfile(viewer, { accountId: leadId, idempotencyKey, ...wish }) {
      const given = { USERNAME: wish.username, DISPLAY_NAME: wish.displayName, PHOTO: wish.photoId };
      const fields = PROFILE_FIELDS.filter((field) => given[field] !== undefined);
      if (fields.length === 0) return refuseChange('NOTHING_TO_DO');
      const body = { accountId: leadId, ...wish };
      const claim = { scope: viewer.accountId, operation: 'updateProfile', key: idempotencyKey, body };
      return run({ kind: 'UPDATE', viewer, claim, leadId, fields, followerIds: [], wish });
    },

    async syncProfile(viewer, { sourceAccountId: leadId, accountIds, fields: wanted, idempotencyKey }) {
      const fields = PROFILE_FIELDS.filter((field) => wanted.includes(field));
      const followerIds = [...new Set(accountIds)].filter((id) => id !== leadId).sort();
      if (fields.length === 0) return refuseChange('NOTHING_TO_DO', { inputField: 'fields' });
      if (followerIds.length === 0) return refuseChange('NOTHING_TO_DO', { inputField: 'accountIds' });
      const body = { sourceAccountId: leadId, followerIds, fields };
      const claim = { scope: viewer.accountId, operation: 'syncProfile', key: idempotencyKey, body };
      return run({ kind: 'SYNC', viewer, claim, leadId, fields, followerIds, wish: {} });
    },
  };
}
