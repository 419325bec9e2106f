import { useState } from 'react';
import { ResendContactPointCodeDocument, VerifyContactPointDocument } from '../../generated/operations.ts';
import { Button } from '../forms/button.tsx';
import { Field } from '../forms/field.tsx';
import { Form } from '../forms/form.tsx';
import { Outcome } from '../forms/outcome.tsx';
import { problemsOf } from '../forms/problems-of.ts';
import { useKeyedAction } from '../graph/use-action.ts';
import { MailboxLink } from './mailbox-link.tsx';

interface VerifyContactPointProps {
  readonly contactPointId: string;
  /** The address that the code was sent to. */
  readonly address: string;
}

/** Verifies an address with the code from its mail. */
export function VerifyContactPoint({ contactPointId, address }: VerifyContactPointProps) {
  const verify = useKeyedAction(VerifyContactPointDocument, (data) => data.verifyContactPoint);
  const resend = useKeyedAction(ResendContactPointCodeDocument, (data) => data.resendContactPointCode, {
    isStep: true,
  });
  const [code, setCode] = useState('');
  const [said, setSaid] = useState('');

  async function submit(): Promise<void> {
    await verify.run({ contactPointId, code: code.trim() });
  }

  async function sendAgain(): Promise<void> {
    setSaid('');
    if (await resend.run({ contactPointId })) setSaid('A new code is on its way; the earlier ones have ended.');
  }

  return (
    <>
      <Form
        label={`Verify ${address}`}
        submit="Verify"
        onSubmit={submit}
        action={verify}
        fields={['code']}
        more={
          <Button isQuiet isBusy={resend.isBusy} onClick={() => void sendAgain()}>
            Send a new code
          </Button>
        }
      >
        <Field
          label={`Code from the mail to ${address}`}
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          onText={setCode}
          problems={problemsOf(verify.problems, 'code')}
        />
      </Form>
      <MailboxLink />
      <output>{said}</output>
      <Outcome problems={resend.problems} failure={resend.failure} />
    </>
  );
}
