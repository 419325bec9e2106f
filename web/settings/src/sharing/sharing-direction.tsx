import { useState } from 'react';
import { SetSharingDocument, type SharingChoice } from '../../generated/operations.ts';
import { type Account, nameOf } from '../accounts/center.ts';
import { Outcome } from '../forms/outcome.tsx';
import { SelectField } from '../forms/select-field.tsx';
import { useKeyedAction } from '../graph/use-action.ts';
import { choices } from './words.ts';

interface SharingDirectionProps {
  readonly from: Account;
  readonly to: Account;
  readonly choice: SharingChoice;
}

/** The standing setting in one direction. */
export function SharingDirection({ from, to, choice }: SharingDirectionProps) {
  const set = useKeyedAction(SetSharingDocument, (data) => data.setSharing);
  const [wanted, setWanted] = useState<SharingChoice>(choice);
  const [said, setSaid] = useState('');

  async function change(next: SharingChoice): Promise<void> {
    setWanted(next);
    setSaid('');
    const payload = await set.run({ kind: 'POST', fromAccountId: from.id, toAccountId: to.id, choice: next });
    const cancelled = payload?.cancelledDeliveries.length ?? 0;
    if (payload) setSaid(cancelled === 0 ? 'Saved.' : `Saved. Copies on their way that were cancelled: ${cancelled}.`);
  }

  return (
    <SelectField
      label={`to ${nameOf(to)}`}
      value={set.isBusy ? wanted : choice}
      options={choices}
      isBusy={set.isBusy}
      onChange={(next) => void change(next)}
    >
      <output className="hint">{said}</output>
      <Outcome problems={set.problems} failure={set.failure} />
    </SelectField>
  );
}
