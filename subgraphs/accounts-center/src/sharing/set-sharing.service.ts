import { appOf } from '../apps.ts';
import { refuse } from '../user-errors.ts';
import { writeResult } from '../write-result.ts';
import type { SharingDependencies, SharingResult, SharingService } from './sharing.ts';
import { createSharingSettingsStore, type SharingSetting } from './sharing-settings.store.ts';
import type { StopDeliveries } from './stop-sharing.service.ts';

type SetResult = Awaited<ReturnType<SharingService['setSharing']>>;

/** The standing settings (X1), and their end. */
export function createSetSharing(
  deps: SharingDependencies,
  stop: StopDeliveries,
): Pick<SharingService, 'setSharing' | 'stopFor'> {
  const { db, clock, membership, kick } = deps;
  const settings = createSharingSettingsStore(db);

  function checkAccounts({ fromId, toId }: SharingSetting): SharingResult<object> {
    if (appOf(fromId) === undefined) return refuse('ACCOUNT_NOT_FOUND', 'fromAccountId');
    if (appOf(toId) === undefined) return refuse('ACCOUNT_NOT_FOUND', 'toAccountId');
    return fromId === toId ? refuse('SAME_ACCOUNT', 'toAccountId') : { ok: true };
  }

  return {
    async setSharing(viewer, { kind, fromAccountId: fromId, toAccountId: toId, choice }) {
      const setting = { kind, fromId, toId, choice };
      const checked = checkAccounts(setting);
      if (!checked.ok) return checked;
      const result = await writeResult(db, async (tx): Promise<SetResult> => {
        const isOwn = (id: string): Promise<boolean> => membership.shareCenter(viewer.accountId, id, tx);
        if (!(await isOwn(fromId))) return refuse('ACCOUNT_NOT_FOUND', 'fromAccountId');
        if (!(await isOwn(toId))) return refuse('ACCOUNT_NOT_FOUND', 'toAccountId');
        await settings.set(tx, setting, clock.now());
        if (choice !== 'NEVER') return { ok: true, setting, cancelled: [] };
        const pair = { accountId: fromId, otherIds: [toId], direction: 'outward', kind } as const;
        return { ok: true, setting, cancelled: await stop(tx, pair, 'SHARING_OFF') };
      });
      if (result.ok) kick();
      return result;
    },

    async stopFor(tx, accountId, otherIds) {
      const removedSettings = await settings.removeBetween(tx, accountId, otherIds);
      const cancelled = await stop(tx, { accountId, otherIds, direction: 'both' }, 'UNLINKED');
      return { removedSettings, cancelledDeliveryIds: cancelled.map(({ id }) => id) };
    },
  };
}
