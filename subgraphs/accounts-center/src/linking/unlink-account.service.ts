import { type Writer, writeResult } from '@accounts-center/db';
import { refuse } from '../user-errors.ts';
import { createLinkAuditStore, type LinkAuditLine } from './link-audit.store.ts';
import type { LinkingDependencies, LinkingService, UnlinkReceiptView } from './linking.ts';

/** Takes an account out of its center (L8) after a recent sign-in (F2), in one transaction with all that stops thereby. */
export function createUnlinkAccount(deps: LinkingDependencies): Pick<LinkingService, 'unlinkAccount'> {
  const { db, clock, ids, idempotency, authorize, membership, profileSync, sharing, kick } = deps;
  const audit = createLinkAuditStore(db);

  /** Of a linked account: stops what the link carried, and moves it out. */
  async function takeOut(tx: Writer, accountId: string, centerId: string, otherIds: readonly string[]) {
    const stoppedSyncFields = await profileSync.stopFor(tx, accountId);
    const stopped = await sharing.stopFor(tx, accountId, otherIds);
    const left = await membership.leave(tx, { accountId, from: centerId });
    if (!left.ok) throw new Error(`An account could not leave its center: ${left.code}.`);
    return {
      action: 'UNLINKED' as const,
      newCenterId: left.centerId,
      stoppedSyncFields,
      removedSharingSettings: stopped.removedSettings,
      cancelledDeliveryIds: stopped.cancelledDeliveryIds,
      deliveriesInFlight: stopped.deliveriesInFlight,
    };
  }

  const unlinkAccount: LinkingService['unlinkAccount'] = (viewer, { accountId, idempotencyKey }) =>
    writeResult(
      db,
      async (tx) => {
        const id = ids.next('lau');
        const claim = { scope: viewer.accountId, operation: 'unlinkAccount', key: idempotencyKey, body: { accountId } };
        const claimed = await idempotency.claim(tx, { ...claim, resultId: id });
        if (claimed.kind === 'conflict') return refuse('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey');
        if (claimed.kind === 'replay') return { ok: true, receipt: receiptOf(await audit.get(claimed.resultId, tx)) };

        const may = await authorize(tx, viewer, { recent: true });
        if (!may.ok) return may;
        const centerId = await membership.centerOf(viewer.accountId, tx);
        const members = centerId === undefined ? [] : await membership.accountsOf(centerId, tx);
        const otherIds = members.map((member) => member.id).filter((memberId) => memberId !== accountId);
        if (centerId === undefined || otherIds.length === members.length)
          return refuse('ACCOUNT_NOT_FOUND', 'accountId');
        if (otherIds.length === 0) return refuse('NOT_LINKED', 'accountId');

        const detail = await takeOut(tx, accountId, centerId, otherIds);
        const line: LinkAuditLine = { id, centerId, accountId, actorId: viewer.accountId, at: clock.now(), detail };
        await audit.add(tx, line);
        return { ok: true, receipt: receiptOf(line) };
      },
      { name: 'unlinkAccount' },
    );

  return {
    async unlinkAccount(viewer, input) {
      const result = await unlinkAccount(viewer, input);
      if (result.ok) kick();
      return result;
    },
  };
}

function receiptOf({ accountId, at, detail }: LinkAuditLine): UnlinkReceiptView {
  if (detail.action !== 'UNLINKED') throw new Error('The audit line of an unlink tells of something else.');
  const { stoppedSyncFields, removedSharingSettings, cancelledDeliveryIds, deliveriesInFlight } = detail;
  const stopped = { stoppedSyncFields, removedSharingSettings, cancelledDeliveryIds, deliveriesInFlight };
  return { accountId, unlinkedAt: at, ...stopped };
}
