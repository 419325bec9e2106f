import { type ContactPointStateFragment, RemoveContactPointDocument } from '../../generated/operations.ts';
import { Question } from '../forms/question.tsx';
import { useKeyedAction } from '../graph/use-action.ts';
import { SignInAgain } from '../session/sign-in-again.tsx';

/** Removes an address, after a question. */
export function RemoveContactPoint({
  contactPoint: { id, address },
}: {
  readonly contactPoint: ContactPointStateFragment;
}) {
  const remove = useKeyedAction(RemoveContactPointDocument, (data) => data.removeContactPoint);

  async function submit(): Promise<void> {
    await remove.run({ contactPointId: id });
  }

  return (
    <>
      <Question verb="Remove" what={address} onYes={submit} action={remove}>
        <p>Remove {address}? A mail tells the address.</p>
      </Question>
      <SignInAgain problems={remove.problems} onConfirmed={() => void submit()} />
    </>
  );
}
