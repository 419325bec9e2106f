import { useApolloClient, useQuery } from '@apollo/client/react';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { AccountsCenterDocument } from '../../generated/operations.ts';
import { Button } from '../forms/button.tsx';
import { RefreshContext } from '../graph/refresh.ts';
import { troubleOf, troublesOf } from '../graph/trouble.ts';
import { CenterContext } from './center.ts';
import { loadProfiles } from './load-profiles.ts';
import { useAccounts } from './use-accounts.ts';

/** Loads the Accounts Center and holds it for the sections; what an app's outage takes away is told above them. */
export function CenterProvider({ children }: { readonly children: ReactNode }) {
  const client = useApolloClient();
  const { data, error, refetch } = useQuery(AccountsCenterDocument, { errorPolicy: 'all' });
  const { troubles, reload } = useProfiles();
  const viewer = data?.viewer ?? undefined;
  const center = useAccounts(viewer);

  const refresh = useCallback(async () => {
    await Promise.allSettled([client.refetchQueries({ include: 'active' }), reload()]);
  }, [client, reload]);

  if (error !== undefined && viewer === undefined)
    return <Unavailable message={troubleOf(error)} onRetry={() => void refetch()} />;
  if (center === undefined || troubles === undefined) return <output>Loading…</output>;
  return (
    <RefreshContext value={refresh}>
      <CenterContext value={center}>
        <div aria-live="polite">
          {troubles.map((trouble) => (
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

/** Loads the profiles; `troubles` is absent until that was tried once. */
function useProfiles() {
  const client = useApolloClient();
  const [troubles, setTroubles] = useState<readonly string[]>();
  const reload = useCallback(async () => {
    const errors = await loadProfiles(client).catch(() => []);
    setTroubles([...new Set(errors.flatMap(troublesOf))]);
  }, [client]);
  useEffect(() => void reload(), [reload]);
  return { troubles, reload };
}
