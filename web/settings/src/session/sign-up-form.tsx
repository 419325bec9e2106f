import { useState } from 'react';
import { SignUpDocument } from '../../generated/operations.ts';
import type { FamilyApp } from '../apps/apps.ts';
import { Field } from '../forms/field.tsx';
import { Form } from '../forms/form.tsx';
import { problemsOf } from '../forms/problems-of.ts';
import { useKeyedAction } from '../graph/use-action.ts';
import { useSession } from './session-context.ts';

/** Makes an account in the page's app and signs in to it. */
export function SignUpForm({ app }: { readonly app: FamilyApp }) {
  const session = useSession();
  const signUp = useKeyedAction(SignUpDocument, (data) => data.signUp);
  const [values, setValues] = useState({ username: '', displayName: '', password: '' });
  const input = (name: keyof typeof values) => ({
    value: values[name],
    onText: (text: string) => setValues({ ...values, [name]: text }),
    problems: problemsOf(signUp.problems, name),
  });

  async function submit(): Promise<void> {
    const payload = await signUp.run({ app: app.app, ...values });
    if (payload?.session) session.adopt(payload.session);
  }

  return (
    <Form
      label="Make an account"
      submit="Make the account"
      onSubmit={submit}
      action={signUp}
      fields={Object.keys(values)}
    >
      <Field label="Username" autoComplete="username" {...input('username')} />
      <Field label="Display name" autoComplete="name" {...input('displayName')} hint="The name people read." />
      <Field
        label="Password"
        type="password"
        autoComplete="new-password"
        {...input('password')}
        hint="At least 10 letters."
      />
    </Form>
  );
}
