import type { ProfileField } from '../generated/accounts-center.ts';
import { PROFILE_FIELDS } from './profile-change.ts';
import type { ChangeTools, ProfileSyncService } from './profile-sync.ts';

/** Tells which account each field of a center follows. */
export function createFieldSources({
  membership,
  settings,
}: Pick<ChangeTools, 'membership' | 'settings'>): Pick<ProfileSyncService, 'sourcesOf'> {
  return {
    async sourcesOf(centerId) {
      const members = await membership.accountsOf(centerId);
      const all = await settings.ofAccounts(members.map(({ id }) => id));
      const versions = await settings.versions(centerId);
      const sourceOf = (field: ProfileField) => all.find((setting) => setting.field === field)?.sourceAccountId;
      return PROFILE_FIELDS.flatMap((field) => {
        const sourceAccountId = sourceOf(field);
        return sourceAccountId === undefined ? [] : [{ field, sourceAccountId, version: versions.get(field) ?? 0 }];
      });
    },
  };
}
