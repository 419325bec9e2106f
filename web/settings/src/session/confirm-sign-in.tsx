import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { SignInDocument, SignOutDocument } from '../../generated/operations.ts';
import type { Account } from '../accounts/center.ts';
import { Arrival } from '../forms/arrival.tsx';
import { Field } from '../forms/field.tsx';
import { Form } from '../forms/form.tsx';
import { useAction } from '../graph/use-action.ts';
import { useSession } from './session-context.ts';

interface ConfirmSignInProps {
  /** The signed-in account. */
  readonly account: Account;
  /** Called when its owner has just signed in to it again. */
  readonly onConfirmed: () => void;
}

/** Asks for the password again where the last sign-in is too long ago, and goes on with the new session in place of the old. */
export function ConfirmSignIn({ account, onConfirmed }: ConfirmSignInProps) {
  const client = useApolloClient();
  const session = useSession();
  const signIn = useAction(SignInDocument, (data) => data.signIn, { isStep: true });
  const [password, setPassword] = useState('');
  const username = account.profile?.username ?? '';

  async function submit(): Promise<void> {
    const payload = await signIn.run({ app: account.app.app, username, password });
    if (!payload?.session) return;
    await client.mutate({ mutation: SignOutDocument, errorPolicy: 'all' });
    session.adopt(payload.session);
    onConfirmed();
  }

  return (
    <Arrival label="Confirm that it is you">
      <p>Your last sign-in is over 10 minutes ago. Confirm that it is you, then try again.</p>
      <Form label="Confirm that it is you" submit="Confirm" onSubmit={submit} action={signIn}>
        <input type="text" autoComplete="username" value={username} readOnly hidden />
        <Field
          label={`Password of ${username}`}
          type="password"
          autoComplete="current-password"
          value={password}
          onText={setPassword}
        />
      </Form>
    </Arrival>
  );
}
