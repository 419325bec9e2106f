import { type ReactNode, useState } from 'react';
import { type App, type LinkFlowStateFragment, ProveAccountControlDocument } from '../../generated/operations.ts';
import { Field } from '../forms/field.tsx';
import { Form } from '../forms/form.tsx';
import { problemsOf } from '../forms/problems-of.ts';
import { useAction } from '../graph/use-action.ts';

interface ProveAccountFormProps {
  readonly flowId: string;
  /** The account to prove. */
  readonly account: { readonly app: App; readonly username: string };
  readonly label: string;
  /** Called with the flow as it then stands. */
  readonly onProved: (flow: LinkFlowStateFragment) => void;
  /** The fields that say which account it is, where that is not given. */
  readonly children?: ReactNode;
}

/** Proves control of an account of a link flow by its password. */
export function ProveAccountForm({ flowId, account, label, onProved, children }: ProveAccountFormProps) {
  const prove = useAction(ProveAccountControlDocument, (data) => data.proveAccountControl, { isStep: true });
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
