import { useState } from 'react';
import { type LinkFlowStateFragment, StartLinkDocument } from '../../generated/operations.ts';
import { nameOf, useCenter } from '../accounts/center.ts';
import { Button } from '../forms/button.tsx';
import { Form } from '../forms/form.tsx';
import { Instant } from '../forms/instant.tsx';
import { useAction } from '../graph/use-action.ts';
import { LinkSteps } from './link-steps.tsx';

/** Links another account into the center: begin, prove both accounts, link. */
export function AddAccount() {
  const { own, accounts, accountLimit } = useCenter();
  const start = useAction(StartLinkDocument, (data) => data.startLink, { isStep: true });
  const [flow, setFlow] = useState<LinkFlowStateFragment>();
  const [linkedId, setLinkedId] = useState<string>();
  // Nothing is said of it once it is unlinked again.
  const linked = accounts.find(({ id }) => id === linkedId);

  async function begin(): Promise<void> {
    setLinkedId(undefined);
    const payload = await start.run({ accountId: own.id });
    if (payload?.flow) setFlow(payload.flow);
  }

  function finish(accountId: string): void {
    setFlow(undefined);
    setLinkedId(accountId);
  }

  if (accounts.length >= accountLimit)
    return <p>Your Accounts Center is full. Unlink an account to add another one.</p>;
  return (
    <>
      <output>{linked !== undefined && `${nameOf(linked)} is linked.`}</output>
      {flow === undefined ? (
        <Form label="Add an account" onSubmit={begin} action={start}>
          <p>You need the password of the account that you add.</p>
        </Form>
      ) : (
        <>
          <LinkSteps flow={flow} onChange={setFlow} onLinked={finish} />
          <p className="hint">
            Good until <Instant at={flow.expiresAt} />.
          </p>
          <Button isQuiet onClick={() => setFlow(undefined)}>
            Cancel
          </Button>
        </>
      )}
    </>
  );
}
