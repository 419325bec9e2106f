import { useState } from 'react';
import type { LinkFlowStateFragment } from '../../generated/operations.ts';
import { nameOf, useCenter } from '../accounts/center.ts';
import { nameOfApp } from '../apps/apps.ts';
import { Arrival } from '../forms/arrival.tsx';
import { ConfirmLink } from './confirm-link.tsx';
import { ProveAccountForm } from './prove-account-form.tsx';
import { ProveOtherAccount } from './prove-other-account.tsx';

interface LinkStepsProps {
  readonly flow: LinkFlowStateFragment;
  readonly onChange: (flow: LinkFlowStateFragment) => void;
  /** Called with the id of the account that was linked. */
  readonly onLinked: (accountId: string) => void;
}

/** The step that a link flow is at: the own account is proved first, unless a recent sign-in did it. */
export function LinkSteps({ flow, onChange, onLinked }: LinkStepsProps) {
  const { own } = useCenter();
  const [otherName, setOtherName] = useState<string>();
  const { id: flowId, isAccountProved, provedAccount } = flow;

  if (!isAccountProved) {
    const account = { app: own.app.app, username: own.profile?.username ?? '' };
    return (
      <Arrival key="own" label="Confirm your own account">
        <p>Your last sign-in is over 10 minutes ago. Confirm {nameOf(own)} first.</p>
        <ProveAccountForm flowId={flowId} account={account} label="Confirm your own account" onProved={onChange} />
      </Arrival>
    );
  }
  if (provedAccount === null) {
    const take = (next: LinkFlowStateFragment, name: string): void => {
      setOtherName(name);
      onChange(next);
    };
    return (
      <Arrival key="other" label="The account to add">
        <ProveOtherAccount flowId={flowId} ownApp={own.app} onProved={take} />
      </Arrival>
    );
  }
  const name = otherName ?? `the ${nameOfApp(provedAccount.app)} account`;
  return <ConfirmLink flowId={flowId} name={name} onLinked={() => onLinked(provedAccount.id)} />;
}
