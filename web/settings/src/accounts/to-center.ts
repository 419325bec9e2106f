import type { AccountsCenterQuery, ProfileFragment } from '../../generated/operations.ts';
import { apps } from '../apps/apps.ts';
import type { Account, Center } from './center.ts';

type Viewer = NonNullable<AccountsCenterQuery['viewer']>;

/** The accounts of the viewer's center, each with its profile as far as that was loaded. */
export function toCenter(viewer: Viewer, profiles: ReadonlyMap<string, ProfileFragment>): Center | undefined {
  const accounts = viewer.accounts.flatMap((account): Account[] => {
    const app = apps.find((entry) => entry.app === account?.app);
    if (account === null || app === undefined) return [];
    const { id, linkedAt } = account;
    return [{ id, app, isOwn: id === viewer.user?.id, linkedAt, profile: profiles.get(id) }];
  });
  const own = accounts.find(({ isOwn }) => isOwn);
  return own && { accounts, own, accountLimit: viewer.accountsCenter.accountLimit };
}
