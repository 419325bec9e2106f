import { type Writer, writeResult } from '@accounts-center/db';
import type { FamilyApps } from '../apps.ts';
import type { Viewer } from '../context.ts';
import { noteCenterChange } from '../membership/center-news.service.ts';
import { refuse } from '../user-errors.ts';
import { createDeliveriesStore, type Delivery, type StoppedPair } from './deliveries.store.ts';
import type { SettingRequest, SharingDependencies, SharingResult, SharingService } from './sharing.ts';
import { createSharingSettingsStore, type SharingSetting } from './sharing-settings.store.ts';
import type { StopDeliveries } from './stop-deliveries.service.ts';

const MAX_LISTED = 100;

type SetResult = Awaited<ReturnType<SharingService['setSharing']>>;

/** The standing settings (X1), and their end. */
export function createSetSharing(
  deps: SharingDependencies,
  stop: StopDeliveries,
): Pick<SharingService, 'setSharing' | 'stopFor'> {
  const { db, family, clock, membership, idempotency, authorize, kick } = deps;
  const settings = createSharingSettingsStore(db);
  const deliveries = createDeliveriesStore(db);

  async function checkAccounts(tx: Writer, viewer: Viewer, { fromId, toId }: SharingSetting) {
    const isOwn = (id: string): Promise<boolean> => membership.shareCenter(viewer.accountId, id, tx);
    if (!(await isOwn(fromId))) return refuse('ACCOUNT_NOT_FOUND', 'fromAccountId');
    if (!(await isOwn(toId))) return refuse('ACCOUNT_NOT_FOUND', 'toAccountId');
    return { ok: true } as const;
  }

  async function set(tx: Writer, viewer: Viewer, setting: SharingSetting, key: string): Promise<SetResult> {
    const authorized = await authorize(tx, viewer);
    if (!authorized.ok) return authorized;
    const at = clock.now();
    const claim = { scope: viewer.accountId, operation: 'setSharing', key, body: setting, resultId: at.toISOString() };
    const claimed = await idempotency.claim(tx, claim);
    if (claimed.kind === 'conflict') return refuse('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey');
    const pair = pairOf(setting);
    if (claimed.kind === 'replay') {
      const cancelled = await deliveries.cancelledBetween(tx, pair, 'SHARING_OFF', new Date(claimed.resultId));
      return { ok: true, setting, cancelled: listed(cancelled) };
    }
    const checked = await checkAccounts(tx, viewer, setting);
    if (!checked.ok) return checked;
    // What another account publishes is opened by a person who has just proved who they are; closed by anybody who is in.
    const isOfAnother = setting.fromId !== viewer.accountId && setting.choice !== 'NEVER';
    const proved = isOfAnother ? await authorize(tx, viewer, { recent: true }) : authorized;
    if (!proved.ok) return proved;
    await settings.set(tx, setting, at);
    await noteCenterChange(deps.notes, tx, setting.fromId);
    const stopped = setting.choice === 'NEVER' ? await stop.between(tx, pair, 'SHARING_OFF') : undefined;
    return { ok: true, setting, cancelled: listed(stopped?.cancelled ?? []) };
  }

  return {
    async setSharing(viewer, request) {
      const setting = settingOf(request);
      const malformed = checkForm(family, setting);
      if (!malformed.ok) return malformed;
      const result = await writeResult(db, (tx) => set(tx, viewer, setting, request.idempotencyKey));
      if (result.ok) kick();
      return result;
    },

    async stopFor(tx, accountId, otherIds) {
      const removedSettings = await settings.removeBetween(tx, accountId, otherIds);
      const stopped = await stop.between(tx, { accountId, otherIds, direction: 'both' }, 'UNLINKED');
      const cancelledDeliveryIds = listed(stopped.cancelled).map(({ id }) => id);
      return { removedSettings, cancelledDeliveryIds, deliveriesInFlight: stopped.inFlight };
    },
  };
}

function checkForm(family: FamilyApps, { fromId, toId }: SharingSetting): SharingResult<object> {
  if (family.appOf(fromId) === undefined) return refuse('ACCOUNT_NOT_FOUND', 'fromAccountId');
  if (family.appOf(toId) === undefined) return refuse('ACCOUNT_NOT_FOUND', 'toAccountId');
  return fromId === toId ? refuse('SAME_ACCOUNT', 'toAccountId') : { ok: true };
}

function settingOf({ kind, fromAccountId: fromId, toAccountId: toId, choice }: SettingRequest): SharingSetting {
  return { kind, fromId, toId, choice };
}

function pairOf({ kind, fromId, toId }: SharingSetting): StoppedPair {
  return { accountId: fromId, otherIds: [toId], direction: 'outward', kind };
}

function listed(cancelled: readonly Delivery[]): readonly Delivery[] {
  return cancelled.slice(0, MAX_LISTED);
}
