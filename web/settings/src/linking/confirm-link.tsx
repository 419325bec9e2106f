import { LinkAccountDocument } from '../../generated/operations.ts';
import { Arrival } from '../forms/arrival.tsx';
import { Form } from '../forms/form.tsx';
import { useKeyedAction } from '../graph/use-action.ts';

interface ConfirmLinkProps {
  readonly flowId: string;
  /** How the account to link is called. */
  readonly name: string;
  readonly onLinked: () => void;
}

/** The last step: both accounts are proved. */
export function ConfirmLink({ flowId, name, onLinked }: ConfirmLinkProps) {
  const link = useKeyedAction(LinkAccountDocument, (data) => data.linkAccount);

  async function submit(): Promise<void> {
    if (await link.run({ flowId })) onLinked();
  }

  return (
    <Arrival label={`Link ${name}?`}>
      <p>Link {name} with your Accounts Center? Nothing is synced or shared until you say so below.</p>
      <Form label={`Link ${name}`} submit="Link" onSubmit={submit} action={link} />
    </Arrival>
  );
}
