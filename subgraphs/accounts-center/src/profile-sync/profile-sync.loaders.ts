import type { Database } from '@accounts-center/db';
import { createLoader } from '@accounts-center/subgraph-kit';
import type DataLoader from 'dataloader';
import type { ProfileField, ProfileSyncState } from '../generated/accounts-center.ts';
import type { ProfileLoaders } from '../profile/profile.loaders.ts';
import { PROFILE_FIELDS } from '../profile/profile-change.ts';
import { createSyncSettingStore, type FieldSource, type SyncSetting } from './sync-setting.store.ts';

/** Whether a field of an account is kept the same, and where that stands. */
interface SyncStatus {
  readonly field: ProfileField;
  readonly isOn: boolean;
  readonly state: ProfileSyncState;
}

/** Batches what many accounts of one answer ask for. Made anew for every request. */
export interface ProfileSyncLoaders {
  /** All fields of an account, by its id. */
  readonly status: DataLoader<string, readonly SyncStatus[] | undefined>;
  /** The fields of a center that have a source, by its id. */
  readonly sources: DataLoader<string, readonly FieldSource[] | undefined>;
  /** Forgets everything; called by a mutation that changed what is kept the same. */
  clear(): void;
}

export function createProfileSyncLoaders(parts: { db: Database; profile: ProfileLoaders }): ProfileSyncLoaders {
  const { db, profile } = parts;
  const settings = createSyncSettingStore(db);

  async function statusOf(id: string, all: readonly SyncSetting[]): Promise<readonly [string, SyncStatus[]]> {
    const pending = (await profile.pendingFields.load(id)) ?? [];
    const own = all.filter(({ accountId }) => accountId === id);
    return [id, PROFILE_FIELDS.map((field) => statusOfField(field, own, pending))];
  }

  const status = createLoader(async (accountIds: readonly string[]) => {
    const all = await settings.ofAccounts(accountIds);
    return new Map(await Promise.all(accountIds.map((id) => statusOf(id, all))));
  });
  const sources = createLoader(async (centerIds: readonly string[]) => {
    const all = await settings.sourcesOf(centerIds);
    const inOrder = PROFILE_FIELDS.flatMap((field) => all.filter((source) => source.field === field));
    return new Map(centerIds.map((id) => [id, inOrder.filter(({ centerId }) => centerId === id)]));
  });
  return {
    status,
    sources,
    clear() {
      status.clearAll();
      sources.clearAll();
    },
  };
}

function statusOfField(field: ProfileField, own: readonly SyncSetting[], pending: readonly ProfileField[]): SyncStatus {
  const setting = own.find((one) => one.field === field);
  if (setting === undefined) return { field, isOn: false, state: 'OFF' };
  if (setting.isPaused) return { field, isOn: true, state: 'PAUSED' };
  return { field, isOn: true, state: pending.includes(field) ? 'PENDING' : 'CURRENT' };
}
