import { useApolloClient, useQuery } from '@apollo/client/react';
import { type ReactNode, useCallback, useMemo } from 'react';
import { AccountsCenterDocument } from '../../generated/operations.ts';
import { Button } from '../forms/button.tsx';
import { RefreshContext } from '../graph/refresh.ts';
import { troubleOf, troublesOf } from '../graph/trouble.ts';
import { CenterContext } from './center.ts';
import { toCenter } from './to-center.ts';
import { useProfiles } from './use-profiles.ts';

/** Loads the Accounts Center and holds it for the sections; what an app's outage takes away is told above them. */
export function CenterProvider({ children }: { readonly children: ReactNode }) {
  const client = useApolloClient();
  const { data, error, refetch } = useQuery(AccountsCenterDocument, { errorPolicy: 'all' });
  const { profiles, error: profilesError, reload } = useProfiles();
  const viewer = data?.viewer;
  const center = useMemo(() => viewer && profiles && toCenter(viewer, profiles), [viewer, profiles]);

  const refresh = useCallback(async () => {
    await Promise.allSettled([client.refetchQueries({ include: 'active' }), reload()]);
  }, [client, reload]);

  if (!viewer && (error ?? data)) return <Unavailable message={troubleOf(error)} onRetry={() => void refetch()} />;
  if (!center) return <output>Loading…</output>;
  return (
    <RefreshContext value={refresh}>
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
    </RefreshContext>
  );
}

function Unavailable({ message, onRetry }: { readonly message: string; readonly onRetry: () => void }) {
  return (
    <div role="alert">
      <p>{message}</p>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  );
}
