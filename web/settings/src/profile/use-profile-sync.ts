import type { ErrorLike } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import { type ProfileField, ProfileSyncDocument, type ProfileSyncState } from '../../generated/operations.ts';

/** Which fields of the accounts are kept the same, and as whose. */
export interface ProfileSync {
  /** The account that the others follow in a field; `undefined` when it is kept the same nowhere. */
  sourceOf(field: ProfileField): string | undefined;
  /** Where a field of an account stands. */
  stateOf(accountId: string, field: ProfileField): ProfileSyncState;
}

/** The sync of the center's profiles; `undefined` until it is there. */
export function useProfileSync(): { readonly sync: ProfileSync | undefined; readonly error: ErrorLike | undefined } {
  const { data, error } = useQuery(ProfileSyncDocument, { errorPolicy: 'all' });
  const viewer = data?.viewer;
  if (!viewer) return { sync: undefined, error };
  const { profileSources } = viewer.accountsCenter;
  const settingsOf = (accountId: string) =>
    viewer.accounts.find((account) => account?.id === accountId)?.profileSync ?? [];
  const sync: ProfileSync = {
    sourceOf: (field) => profileSources.find((entry) => entry.field === field)?.source?.id,
    stateOf: (accountId, field) => settingsOf(accountId).find((entry) => entry.field === field)?.state ?? 'OFF',
  };
  return { sync, error };
}

/** Whether a field of an account takes its value from another one, so that it can't be edited here. */
export function follows({ sourceOf, stateOf }: ProfileSync, accountId: string, field: ProfileField): boolean {
  const source = sourceOf(field);
  return source !== undefined && source !== accountId && ['CURRENT', 'PENDING'].includes(stateOf(accountId, field));
}
