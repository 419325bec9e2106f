import type { SharingChoice } from '../../generated/operations.ts';
import { type Account, nameOf } from '../accounts/center.ts';
import { choices } from './words.ts';

interface TargetsProps {
  /** The accounts that can get a copy. */
  readonly accounts: readonly Account[];
  readonly isTarget: (id: string) => boolean;
  readonly choiceOf: (id: string) => SharingChoice;
  readonly onChange: (id: string, isTarget: boolean) => void;
}

/** Where copies of one post go; the standing settings stay as they are. */
export function Targets({ accounts, isTarget, choiceOf, onChange }: TargetsProps) {
  if (accounts.length === 0) return null;
  return (
    <fieldset>
      <legend>Copies of this post</legend>
      {accounts.map((account) => (
        <label key={account.id} className="choice">
          <input
            type="checkbox"
            checked={isTarget(account.id)}
            onChange={({ target }) => onChange(account.id, target.checked)}
          />
          <span>
            {nameOf(account)}{' '}
            <span className="hint">(set under Sharing: {choices[choiceOf(account.id)].toLowerCase()})</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
