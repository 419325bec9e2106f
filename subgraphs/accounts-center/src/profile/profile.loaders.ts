import type { Database } from '@accounts-center/db';
import { createLoader } from '@accounts-center/subgraph-kit';
import type DataLoader from 'dataloader';
import type { ProfileField } from '../generated/accounts-center.ts';
import { createProfileChangeStore } from './profile-change.store.ts';
import type { FieldVersions } from './profile-change.ts';
import { createProfileValueStore } from './profile-value.store.ts';

/** Batches what many accounts of one answer ask for. Made anew for every request. */
export interface ProfileLoaders {
  /** The versions of an account's values, by its id; undefined where none was ever changed. */
  readonly versions: DataLoader<string, FieldVersions | undefined>;
  /** The fields of an account that its app is still to be told a decided change of, by its id; undefined when none. */
  readonly pendingFields: DataLoader<string, readonly ProfileField[] | undefined>;
  /** Forgets everything; called by a mutation that changed a profile. */
  clear(): void;
}

export function createProfileLoaders({ db }: { db: Database }): ProfileLoaders {
  const values = createProfileValueStore(db);
  const changes = createProfileChangeStore(db);
  const loaders = {
    versions: createLoader(async (accountIds: readonly string[]) => {
      const versions = new Map<string, FieldVersions>();
      for (const { accountId, field, version } of await values.ofAccounts(accountIds))
        versions.set(accountId, { ...versions.get(accountId), [field]: version });
      return versions;
    }),
    pendingFields: createLoader(async (accountIds: readonly string[]) => {
      const pending = (await changes.openPartsOf(accountIds)).filter(({ state }) => state === 'PENDING');
      return new Map(pending.map(({ accountId, changed }) => [accountId, changed]));
    }),
  };
  return {
    ...loaders,
    clear() {
      loaders.versions.clearAll();
      loaders.pendingFields.clearAll();
    },
  };
}
