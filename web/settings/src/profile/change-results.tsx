import type { ProfileChangeFragment } from '../../generated/operations.ts';
import { nameOfUser, useCenter } from '../accounts/center.ts';
import { changeStates } from './words.ts';

/** What became of a change in each account that took part. */
export function ChangeResults({ results }: { readonly results: readonly ProfileChangeFragment[] }) {
  const center = useCenter();
  return (
    <div aria-live="polite">
      <ul>
        {results.map(({ user, state }) => (
          <li key={user?.id}>
            {nameOfUser(center, user)} {changeStates[state]}.
          </li>
        ))}
      </ul>
    </div>
  );
}
