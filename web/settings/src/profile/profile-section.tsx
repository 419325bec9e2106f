import { useCenter } from '../accounts/center.ts';
import { Missing } from '../forms/missing.tsx';
import { TryAgain } from '../forms/try-again.tsx';
import { ProfileForm } from './profile-form.tsx';
import { useProfileSync } from './use-profile-sync.ts';

/** The profile of the signed-in account. */
export function ProfileSection() {
  const { own } = useCenter();
  const { sync, error } = useProfileSync();
  if (own.profile === undefined)
    return (
      <TryAgain>{own.app.name} does not answer at the moment. Your profile can be changed when it is back.</TryAgain>
    );
  if (sync === undefined) return <Missing error={error} />;
  return <ProfileForm account={own} profile={own.profile} sync={sync} />;
}
