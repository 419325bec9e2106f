import type { Database, Reader, Writer } from '@accounts-center/db';
import type { FamilyApps } from '../apps.ts';
import type { MembershipService } from '../membership/membership.service.ts';
import type { ChangeTerms, OwnChange } from '../profile/profile.ts';
import { type PlannedPart, type ProfileChange, refuseChange } from '../profile/profile-change.ts';
import { type Asked, followAlready, participantsOf } from './participants.ts';
import { createSyncSettingStore } from './sync-setting.store.ts';

interface NewSync extends OwnChange {
  readonly followerIds: readonly string[];
}

/** What is kept the same, as the terms of changes. */
export interface SyncTerms {
  /** Of an account's own change: who follows it takes part. */
  termsOfUpdate(change: OwnChange): ChangeTerms;
  /** Of a change that has accounts follow another: they do from its commit on. */
  termsOfSync(change: NewSync): ChangeTerms;
}

export function createSyncTerms(deps: {
  db: Database;
  family: FamilyApps;
  membership: Pick<MembershipService, 'centerOf' | 'accountsOf'>;
}): SyncTerms {
  const { db, family, membership } = deps;
  const settings = createSyncSettingStore(db);

  async function memberIds(accountId: string, tx: Reader): Promise<string[]> {
    const centerId = await membership.centerOf(accountId, tx);
    const members = centerId === undefined ? [] : await membership.accountsOf(centerId, tx);
    return members.map(({ id }) => id);
  }

  /** Notes who follows the source from now on, in each field that somebody follows it in. */
  async function commit(tx: Writer, { kind, sourceAccountId, fields }: ProfileChange, parts: readonly PlannedPart[]) {
    const centerId = await membership.centerOf(sourceAccountId, tx);
    if (centerId === undefined) return;
    for (const field of fields) {
      const having = parts.filter(({ part }) => part.fields.includes(field));
      if (having.every(({ part }) => part.accountId === sourceAccountId)) continue;
      if (kind === 'SYNC') await settings.putGroup(tx, { centerId, field, sourceAccountId });
      const members = having.map(({ part, isPaused }) => ({ accountId: part.accountId, field, centerId, isPaused }));
      await settings.putMembers(tx, members);
    }
  }

  return {
    termsOfUpdate: ({ viewer, sourceAccountId, fields }) => ({
      async participants(tx) {
        const ids = await memberIds(viewer.accountId, tx);
        const isOwn = sourceAccountId === viewer.accountId && ids.includes(sourceAccountId);
        if (!isOwn) return refuseChange('ACCOUNT_NOT_FOUND', { inputField: 'accountId' });
        return participantsOf(
          { kind: 'UPDATE', sourceAccountId, fields, followerIds: [] },
          await settings.ofAccounts(ids, tx),
          family,
        );
      },
      isOfUse: async () => false,
      commit,
    }),

    termsOfSync: ({ viewer, sourceAccountId, fields, followerIds }) => ({
      async participants(tx) {
        const ids = await memberIds(viewer.accountId, tx);
        if (!ids.includes(sourceAccountId)) return refuseChange('ACCOUNT_NOT_FOUND', { inputField: 'sourceAccountId' });
        if (!followerIds.every((id) => ids.includes(id)))
          return refuseChange('ACCOUNT_NOT_FOUND', { inputField: 'accountIds' });
        const asked: Asked = { kind: 'SYNC', sourceAccountId, fields, followerIds };
        return participantsOf(asked, await settings.ofAccounts(ids, tx), family);
      },
      isOfUse: async (tx, participation) =>
        !followAlready(participation, sourceAccountId, await settings.ofAccounts([...participation.keys()], tx)),
      commit,
    }),
  };
}
