import type { Writer } from '@accounts-center/db';
import type { ProfileField } from '../generated/accounts-center.ts';
import { writeResult } from '../write-result.ts';
import { enqueueCarryOn } from './enqueue-jobs.ts';
import { PROFILE_FIELDS, refuseChange } from './profile-change.ts';
import type { ChangeTools, ProfileSyncService } from './profile-sync.ts';

/**
 * Stops keeping fields of an account the same (PR5); of a field's source, for all who follow it. Values stay. A change that
 * is not decided yet is aborted: nothing is made the same after the stop.
 */
export function createStopSync(tools: ChangeTools): Pick<ProfileSyncService, 'stopProfileSync' | 'stopFor'> {
  const { db, clock, ids, idempotency, membership, changes, settings, kick } = tools;

  async function abortUndecided(tx: Writer, accountId: string, fields: readonly ProfileField[]): Promise<void> {
    for (const part of await changes.openPartsOf([accountId], tx)) {
      const isAffected = part.fields.some((field) => fields.includes(field));
      if (!isAffected || !(await changes.moveOn(tx, part.changeId, 'PREPARING', { state: 'ABORTING' }))) continue;
      await enqueueCarryOn(tools, tx, part.changeId, clock.now());
    }
  }

  async function stop(
    tx: Writer,
    accountId: string,
    fields: readonly ProfileField[],
  ): Promise<readonly ProfileField[]> {
    await abortUndecided(tx, accountId, fields);
    const own = (await settings.ofAccounts([accountId], tx)).filter(({ field }) => fields.includes(field));
    for (const { field, sourceAccountId } of own) {
      const group = await settings.group(field, sourceAccountId, tx);
      // Followers without a source keep nothing the same, nor does a source without followers.
      const endsForAll = accountId === sourceAccountId || group.length <= 2;
      for (const setting of group)
        if (endsForAll || setting.accountId === accountId) await settings.remove(tx, setting);
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
          const isOwn = await membership.shareCenter(viewer.accountId, accountId, tx);
          if (!isOwn) return refuseChange('ACCOUNT_NOT_FOUND', { inputField: 'accountId' });
          await stop(tx, accountId, fields);
          return { ok: true } as const;
        },
        { name: 'stopProfileSync' },
      );
      if (result.ok) kick();
      return result;
    },
  };
}
