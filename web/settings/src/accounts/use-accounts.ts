import { useFragment } from '@apollo/client/react';
import { useMemo } from 'react';
import { type AccountsCenterQuery, type ProfileFragment, ProfileFragmentDoc } from '../../generated/operations.ts';
import { apps } from '../apps/apps.ts';
import type { Account, Center } from './center.ts';

type Viewer = NonNullable<AccountsCenterQuery['viewer']>;
/** A profile as far as the cache has it. */
type Known = { readonly [Field in keyof ProfileFragment]?: unknown } | null;

/** The accounts of the viewer's center, each with its profile as far as that was loaded. */
export function useAccounts(viewer: Viewer | undefined): Center | undefined {
  const from = viewer?.accounts.map(({ __typename, id }) => ({ __typename, id })) ?? [];
  const { data: profiles } = useFragment<ProfileFragment>({ fragment: ProfileFragmentDoc, from });
  return useMemo(() => viewer && toCenter(viewer, profiles), [viewer, profiles]);
}

function toCenter(viewer: Viewer, profiles: readonly Known[]): Center | undefined {
  const accounts = viewer.accounts.flatMap(({ id, app: value, linkedAt }): Account[] => {
    const app = apps.find((entry) => entry.app === value);
    const profile = profiles.filter(isWhole).find((entry) => entry.id === id);
    return app === undefined ? [] : [{ id, app, isOwn: id === viewer.user.id, linkedAt, profile }];
  });
  const own = accounts.find(({ isOwn }) => isOwn);
  return own && { accounts, own, accountLimit: viewer.accountsCenter.accountLimit };
}

function isWhole(profile: Known): profile is ProfileFragment {
  return typeof profile?.username === 'string' && typeof profile.displayName === 'string';
}
