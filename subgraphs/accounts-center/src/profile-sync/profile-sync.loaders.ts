import type { Database } from '@accounts-center/db';
import { createLoader } from '@accounts-center/subgraph-kit';
import type DataLoader from 'dataloader';
import type { ProfileField, ProfileSyncState } from '../generated/accounts-center.ts';
import { createProfileChangeStore } from './profile-change.store.ts';
import { type Participant, PROFILE_FIELDS } from './profile-change.ts';
import { createSyncSettingStore, type SyncSetting } from './sync-setting.store.ts';

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
  /** Forgets everything; called by a mutation that changed what is kept the same. */
  clear(): void;
}

export function createProfileSyncLoaders({ db }: { db: Database }): ProfileSyncLoaders {
  const settings = createSyncSettingStore(db);
  const changes = createProfileChangeStore(db);
  const status = createLoader(async (accountIds: readonly string[]) => {
    const [all, open] = await Promise.all([settings.ofAccounts(accountIds), changes.openPartsOf(accountIds)]);
    return new Map(accountIds.map((id) => [id, PROFILE_FIELDS.map((field) => statusOf(id, field, all, open))]));
  });
  return { status, clear: () => void status.clearAll() };
}

function statusOf(
  id: string,
  field: ProfileField,
  all: readonly SyncSetting[],
  open: readonly Participant[],
): SyncStatus {
  const setting = all.find((one) => one.accountId === id && one.field === field);
  if (setting === undefined) return { field, isOn: false, state: 'OFF' };
  if (setting.isPaused) return { field, isOn: true, state: 'PAUSED' };
  const isPending = open.some(
    (part) => part.accountId === id && part.state === 'PENDING' && part.changed.includes(field),
  );
  return { field, isOn: true, state: isPending ? 'PENDING' : 'CURRENT' };
}
