import { useApolloClient, useQuery } from '@apollo/client/react';
import { type ReactNode, useCallback, useMemo } from 'react';
import { AccountsCenterDocument } from '../../generated/operations.ts';
import { TryAgain } from '../forms/try-again.tsx';
import { RefreshContext } from '../graph/refresh.ts';
import { troubleOf, troublesOf } from '../graph/trouble.ts';
import { CenterContext } from './center.ts';
import { toCenter } from './to-center.ts';
import { useProfiles } from './use-profiles.ts';

/** Loads the Accounts Center and holds it for the sections; what an app's outage takes away is told above them. */
export function CenterProvider({ children }: { readonly children: ReactNode }) {
  const client = useApolloClient();
  const { data, error } = useQuery(AccountsCenterDocument, { errorPolicy: 'all' });
  const { profiles, error: profilesError, reload } = useProfiles();
  const viewer = data?.viewer;
  const center = useMemo(() => viewer && profiles && toCenter(viewer, profiles), [viewer, profiles]);

  const refresh = useCallback(async () => {
    await Promise.allSettled([client.refetchQueries({ include: 'active' }), reload()]);
  }, [client, reload]);

  return <RefreshContext value={refresh}>{content()}</RefreshContext>;

  function content(): ReactNode {
    if (!viewer && (error ?? data)) return <TryAgain>{troubleOf(error)}</TryAgain>;
    if (!center) return <output>Loading…</output>;
    return (
      <CenterContext value={center}>
        <div aria-live="polite">
          {troublesOf(profilesError).map((trouble) => (
            <p key={trouble} className="notice">
              {trouble} What it knows is missing on this page.
            </p>
          ))}
        </div>
        {children}
      </CenterContext>
    );
  }
}
