import type { ErrorLike } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { useCallback, useEffect, useState } from 'react';
import { type LoadedProfiles, loadProfiles } from './load-profiles.ts';

interface Profiles {
  /** What was loaded last of each account; `undefined` until that was tried once. */
  readonly profiles: LoadedProfiles['profiles'] | undefined;
  readonly error: ErrorLike | undefined;
  readonly reload: () => Promise<void>;
}

/** What the apps know of the accounts, loaded with the page and again on demand. */
export function useProfiles(): Profiles {
  const client = useApolloClient();
  const [loaded, setLoaded] = useState<LoadedProfiles>();
  const take = useCallback(({ profiles, error }: LoadedProfiles): void => {
    setLoaded((earlier) => ({ profiles: new Map([...(earlier?.profiles ?? []), ...profiles]), error }));
  }, []);
  const reload = useCallback(async () => take(await loadProfiles(client)), [client, take]);
  useEffect(() => {
    void loadProfiles(client).then(take);
  }, [client, take]);
  return { profiles: loaded?.profiles, error: loaded?.error, reload };
}
