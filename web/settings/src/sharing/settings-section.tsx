import { nameOf, useCenter } from '../accounts/center.ts';
import { Missing } from '../forms/missing.tsx';
import { SharingDirection } from './sharing-direction.tsx';
import { useSharingSettings } from './use-sharing-settings.ts';

/** What happens with the posts of each account: carried to another always, on request or never. */
export function SharingSettingsSection() {
  const { accounts } = useCenter();
  const { choiceOf, error } = useSharingSettings();
  if (accounts.length < 2) return <p>Add a second account to share posts with it.</p>;
  if (choiceOf === undefined) return <Missing error={error} />;
  return accounts.map((from) => (
    <details key={from.id} open={from.isOwn}>
      <summary>Posts of {nameOf(from)}</summary>
      {accounts
        .filter((to) => to !== from)
        .map((to) => (
          <SharingDirection key={to.id} from={from} to={to} choice={choiceOf(from.id, to.id)} />
        ))}
    </details>
  ));
}
