import { useState } from 'react';
import { SignInDocument } from '../../generated/operations.ts';
import type { FamilyApp } from '../apps/apps.ts';
import { Field } from '../forms/field.tsx';
import { Form } from '../forms/form.tsx';
import { useAction } from '../graph/use-action.ts';
import { useSession } from './session-context.ts';

/** Signs in to an account of the page's app. */
export function SignInForm({ app }: { readonly app: FamilyApp }) {
  const session = useSession();
  const signIn = useAction(SignInDocument, (data) => data.signIn);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');

  async function submit(): Promise<void> {
    const payload = await signIn.run({ app: app.app, username, password });
    if (payload?.session) session.adopt(payload.session);
  }

  return (
    <Form label="Sign in" onSubmit={submit} action={signIn}>
      <Field label="Username" autoComplete="username" value={username} onText={setUsername} />
      <Field label="Password" type="password" autoComplete="current-password" value={password} onText={setPassword} />
    </Form>
  );
}
