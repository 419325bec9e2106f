import { useState } from 'react';
import type { App, LinkFlowStateFragment } from '../../generated/operations.ts';
import { useCenter } from '../accounts/center.ts';
import { apps, type FamilyApp, nameOfApp } from '../apps/apps.ts';
import { Field } from '../forms/field.tsx';
import { SelectField } from '../forms/select-field.tsx';
import { ProveAccountForm } from './prove-account-form.tsx';

const appNames = Object.fromEntries(apps.map(({ app, name }) => [app, name])) as Record<App, string>;

interface ProveOtherAccountProps {
  readonly flowId: string;
  /** The app of the page, the least likely to be meant. */
  readonly ownApp: FamilyApp;
  /** Called with the flow as it then stands, and how the account is called. */
  readonly onProved: (flow: LinkFlowStateFragment, name: string) => void;
}

/** Asks which account to link, and for its password. */
export function ProveOtherAccount({ flowId, ownApp, onProved }: ProveOtherAccountProps) {
  const [app, setApp] = useState<App>((apps.find((entry) => entry !== ownApp) ?? ownApp).app);
  const [username, setUsername] = useState('');
  const { accounts } = useCenter();
  return (
    <ProveAccountForm
      flowId={flowId}
      account={{ app, username }}
      label="The account to add"
      isNew={({ provedAccount }) => provedAccount !== null && accounts.every(({ id }) => id !== provedAccount.id)}
      onProved={(flow) => onProved(flow, `${username} on ${nameOfApp(app)}`)}
    >
      <p>Which account do you want to add?</p>
      <SelectField label="App" value={app} options={appNames} onChange={setApp} />
      <Field label="Its username" autoComplete="off" value={username} onText={setUsername} />
    </ProveAccountForm>
  );
}
