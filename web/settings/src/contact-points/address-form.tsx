import { useState } from 'react';
import { Field } from '../forms/field.tsx';
import { Form } from '../forms/form.tsx';
import { problemsOf } from '../forms/problems-of.ts';
import type { ActionState } from '../graph/action.ts';
import { SignInAgain } from '../session/sign-in-again.tsx';

interface AddressFormProps {
  /** What the form is for. */
  readonly label: string;
  /** What its field is for. */
  readonly field: string;
  readonly submit: string;
  /** Has the address taken. Whether it was. */
  readonly onSubmit: (address: string) => Promise<boolean>;
  readonly action: ActionState;
}

/** A form for one mail address. */
export function AddressForm({ label, field, submit, onSubmit, action }: AddressFormProps) {
  const [address, setAddress] = useState('');

  async function send(): Promise<void> {
    if (await onSubmit(address)) setAddress('');
  }

  return (
    <>
      <Form label={label} submit={submit} onSubmit={send} action={action} fields={['address']}>
        <Field
          label={field}
          type="email"
          autoComplete="email"
          value={address}
          onText={setAddress}
          problems={problemsOf(action.problems, 'address')}
        />
      </Form>
      <SignInAgain problems={action.problems} onConfirmed={() => void send()} />
    </>
  );
}
