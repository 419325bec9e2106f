import { useState } from 'react';
import { Field } from '../forms/field.tsx';
import { Form } from '../forms/form.tsx';
import { otherProblems, problemsOf } from '../forms/problems-of.ts';
import type { Problem } from '../graph/action.ts';
import { SignInAgain } from '../session/sign-in-again.tsx';

interface AddressFormProps {
  /** What the form is for. */
  readonly label: string;
  /** What its field is for. */
  readonly field: string;
  readonly submit: string;
  /** Has the address taken. Whether it was. */
  readonly onSubmit: (address: string) => Promise<boolean>;
  readonly isBusy: boolean;
  readonly problems: readonly Problem[];
  readonly failure: string | undefined;
}

/** A form for one mail address. */
export function AddressForm({ label, field, submit, onSubmit, isBusy, problems, failure }: AddressFormProps) {
  const [address, setAddress] = useState('');

  async function send(): Promise<void> {
    if (await onSubmit(address)) setAddress('');
  }

  return (
    <>
      <Form
        label={label}
        submit={submit}
        onSubmit={send}
        isBusy={isBusy}
        problems={otherProblems(problems, ['address'])}
        failure={failure}
      >
        <Field
          label={field}
          type="email"
          autoComplete="email"
          value={address}
          onChange={({ target }) => setAddress(target.value)}
          problems={problemsOf(problems, 'address')}
        />
      </Form>
      <SignInAgain problems={problems} onConfirmed={() => void send()} />
    </>
  );
}
