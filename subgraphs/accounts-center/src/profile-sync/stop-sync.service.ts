import { type Writer, writeResult } from '@accounts-center/db';
import type { ProfileField } from '../generated/accounts-center.ts';
import { noteCenterChange } from '../membership/center-news.service.ts';
import { PROFILE_FIELDS, refuseChange } from '../profile/profile-change.ts';
import type { ProfileSyncDependencies, ProfileSyncService } from './profile-sync.ts';
import { createSyncSettingStore } from './sync-setting.store.ts';

/**
 * Stops keeping fields of an account the same (PR5); of a field's source, for all who follow it. Values stay. A change that
 * is not decided yet is aborted: nothing is made the same after the stop.
 */
export function createStopSync(deps: ProfileSyncDependencies): Pick<ProfileSyncService, 'stopProfileSync' | 'stopFor'> {
  const { db, ids, idempotency, authorize, membership, changes, kick } = deps;
  const settings = createSyncSettingStore(db);

  async function stop(
    tx: Writer,
    accountId: string,
    fields: readonly ProfileField[],
  ): Promise<readonly ProfileField[]> {
    await changes.abortUndecided(tx, accountId, fields);
    const own = (await settings.ofAccounts([accountId], tx)).filter(({ field }) => fields.includes(field));
    for (const setting of own) {
      // Followers without a source keep nothing the same, nor does a source without followers.
      const endsForAll = accountId === setting.sourceAccountId || (await settings.countMembers(tx, setting)) <= 2;
      if (endsForAll) await settings.removeGroup(tx, setting);
      else await settings.removeMember(tx, setting);
    }
    return PROFILE_FIELDS.filter((field) => own.some((setting) => setting.field === field));
  }

  return {
    stopFor: (tx, accountId) => stop(tx, accountId, PROFILE_FIELDS),

    async stopProfileSync(viewer, { accountId, fields: wanted, idempotencyKey: key }) {
      const fields = PROFILE_FIELDS.filter((field) => wanted.includes(field));
      if (fields.length === 0) return refuseChange('NOTHING_TO_DO', { inputField: 'fields' });
      const result = await writeResult(
        db,
        async (tx) => {
          const claim = { scope: viewer.accountId, operation: 'stopProfileSync', key, body: { accountId, fields } };
          const { kind } = await idempotency.claim(tx, { ...claim, resultId: ids.next('sps') });
          if (kind === 'conflict') return refuseChange('IDEMPOTENCY_KEY_REUSED', { inputField: 'idempotencyKey' });
          if (kind === 'replay') return { ok: true } as const;
          const may = await authorize(tx, viewer);
          if (!may.ok)
            return refuseChange('ACCOUNT_NOT_ACTIVE', { app: deps.family.appOfAccount(viewer.accountId).app });
          const isOwn = await membership.shareCenter(viewer.accountId, accountId, tx);
          if (!isOwn) return refuseChange('ACCOUNT_NOT_FOUND', { inputField: 'accountId' });
          await stop(tx, accountId, fields);
          await noteCenterChange(deps.notes, tx, accountId);
          return { ok: true } as const;
        },
        { name: 'stopProfileSync' },
      );
      if (result.ok) kick();
      return result;
    },
  };
}
