import { UnlinkAccountDocument, type UnlinkAccountMutation } from '../../generated/operations.ts';
import { type Account, nameOf } from '../accounts/center.ts';
import { Question } from '../forms/question.tsx';
import { useKeyedAction } from '../graph/use-action.ts';
import { SignInAgain } from '../session/sign-in-again.tsx';

export type Receipt = NonNullable<NonNullable<UnlinkAccountMutation['unlinkAccount']>['receipt']>;

interface UnlinkAccountProps {
  readonly account: Account;
  /** Called with the account's name as it was, and what stopped. */
  readonly onUnlinked: (name: string, receipt: Receipt) => void;
}

/** Takes an account out of the center, after a question and a recent sign-in. */
export function UnlinkAccount({ account, onUnlinked }: UnlinkAccountProps) {
  const unlink = useKeyedAction(UnlinkAccountDocument, (data) => data.unlinkAccount);
  const name = nameOf(account);

  async function submit(): Promise<void> {
    const payload = await unlink.run({ accountId: account.id });
    if (payload?.receipt) onUnlinked(name, payload.receipt);
  }

  return (
    <>
      <Question verb="Unlink" what={name} onYes={submit} action={unlink}>
        <p>
          Unlink {name}? It gets an Accounts Center of its own. Its content stays; sync and sharing through the link
          stop at once.
        </p>
      </Question>
      <SignInAgain problems={unlink.problems} onConfirmed={() => void submit()} />
    </>
  );
}
