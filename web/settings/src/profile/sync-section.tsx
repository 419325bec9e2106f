import { useCenter } from '../accounts/center.ts';
import { Missing } from '../forms/missing.tsx';
import { SyncField } from './sync-field.tsx';
import { useProfileSync } from './use-profile-sync.ts';

/** Which fields of the profiles are kept the same, and as whose. */
export function SyncSection() {
  const { accounts } = useCenter();
  const { sync, error } = useProfileSync();
  if (accounts.length < 2) return <p>Add a second account to keep profiles the same.</p>;
  if (sync === undefined) return <Missing error={error} />;
  return (
    <>
      <SyncField field="USERNAME" sync={sync} />
      <SyncField field="DISPLAY_NAME" sync={sync} />
      <SyncField field="PHOTO" sync={sync} />
    </>
  );
}
