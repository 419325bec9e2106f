import { type ReactNode, useState } from 'react';
import {
  type App,
  type LinkFlowStateFragment,
  ProveAccountControlDocument,
  type ProveAccountControlMutation,
} from '../../generated/operations.ts';
import { Field } from '../forms/field.tsx';
import { Form } from '../forms/form.tsx';
import { problemsOf } from '../forms/problems-of.ts';
import { useAction } from '../graph/use-action.ts';

type Payload = ProveAccountControlMutation['proveAccountControl'];

interface ProveAccountFormProps {
  readonly flowId: string;
  /** The account to prove. */
  readonly account: { readonly app: App; readonly username: string };
  readonly label: string;
  /** Whether the account that the flow has then proved is one to go on with; any is, where it is not given. */
  readonly isNew?: (flow: LinkFlowStateFragment) => boolean;
  /** Called with the flow as it then stands. */
  readonly onProved: (flow: LinkFlowStateFragment) => void;
  /** The fields that say which account it is, where that is not given. */
  readonly children?: ReactNode;
}

/** Proves control of an account of a link flow by its password. */
export function ProveAccountForm({
  flowId,
  account,
  label,
  isNew = () => true,
  onProved,
  children,
}: ProveAccountFormProps) {
  const payloadOf = (data: ProveAccountControlMutation) => refuseKnown(data.proveAccountControl, isNew);
  const prove = useAction(ProveAccountControlDocument, payloadOf, { isStep: true });
  const [password, setPassword] = useState('');

  async function submit(): Promise<void> {
    const payload = await prove.run({ flowId, ...account, password });
    if (payload?.flow) onProved(payload.flow);
  }

  return (
    <Form label={label} submit="Confirm" onSubmit={submit} action={prove} fields={['password']}>
      {children}
      <Field
        label="Its password"
        type="password"
        autoComplete="off"
        value={password}
        onText={setPassword}
        problems={problemsOf(prove.problems, 'password')}
      />
    </Form>
  );
}

/** The graph takes proofs of all accounts of the center, and refuses one of them only when it is to be linked. */
function refuseKnown(payload: Payload, isNew: (flow: LinkFlowStateFragment) => boolean): Payload {
  if (payload?.flow == null || isNew(payload.flow)) return payload;
  const message = 'This account is in your Accounts Center already.';
  return { flow: null, userErrors: [{ code: 'SAME_ACCOUNT', message, field: null }] };
}
