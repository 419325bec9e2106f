import { useState } from 'react';
import type { ProfileField } from '../../generated/operations.ts';
import { nameOf, nameOfUser, useCenter } from '../accounts/center.ts';
import { Button } from '../forms/button.tsx';
import { Outcome } from '../forms/outcome.tsx';
import { SelectField } from '../forms/select-field.tsx';
import { Switch } from '../forms/switch.tsx';
import { Alternatives } from './alternatives.tsx';
import { ChangeResults } from './change-results.tsx';
import type { ProfileSync } from './use-profile-sync.ts';
import { useSyncField } from './use-sync-field.ts';
import { fieldNames, syncStates } from './words.ts';

interface SyncFieldProps {
  readonly field: ProfileField;
  readonly sync: ProfileSync;
}

/** One field of the profiles: its source, and a switch for each other account. */
export function SyncField({ field, sync }: SyncFieldProps) {
  const center = useCenter();
  const current = sync.sourceOf(field);
  const [chosen, setChosen] = useState<string>();
  const { keepSame, keepApart, takeUsername, refusedSource, results, problems, failure, isBusy } = useSyncField(field);
  const isThere = center.accounts.some(({ id }) => id === chosen);
  const wanted = (isThere ? chosen : current) ?? center.own.id;
  const source = current ?? wanted;

  return (
    <fieldset>
      <legend>{fieldNames[field]}</legend>
      <SelectField
        label="Source"
        value={wanted}
        options={Object.fromEntries(center.accounts.map((account) => [account.id, nameOf(account)]))}
        onChange={setChosen}
      >
        <p className="hint">
          The others take its value. {current !== undefined && `Now: ${nameOfUser(center, { id: current })}.`}
        </p>
        {current !== undefined && wanted !== current && (
          <Button isBusy={isBusy} onClick={() => void keepSame({ sourceAccountId: wanted, accountId: current })}>
            Make {nameOfUser(center, { id: wanted })} the source
          </Button>
        )}
      </SelectField>
      {center.accounts
        .filter(({ id }) => id !== source)
        .map((account) => {
          const state = sync.stateOf(account.id, field);
          return (
            <Switch
              key={account.id}
              label={`Keep ${nameOf(account)} the same`}
              hint={syncStates[state]}
              isOn={state !== 'OFF'}
              isBusy={isBusy}
              onChange={(isOn) =>
                void (isOn ? keepSame({ sourceAccountId: source, accountId: account.id }) : keepApart(account.id))
              }
            />
          );
        })}
      <ChangeResults results={results} />
      <Outcome problems={problems} failure={failure} />
      <Alternatives
        of={problems}
        onPick={refusedSource === center.own.id ? (username) => void takeUsername(username) : undefined}
      />
    </fieldset>
  );
}
