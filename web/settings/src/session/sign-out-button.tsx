import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { SignOutDocument } from '../../generated/operations.ts';
import { Button } from '../forms/button.tsx';
import { useSession } from './session-context.ts';

/** Ends the session, here in any case and in the graph when it can be reached. */
export function SignOutButton() {
  const client = useApolloClient();
  const session = useSession();
  const [isBusy, setIsBusy] = useState(false);

  async function signOut(): Promise<void> {
    setIsBusy(true);
    await client.mutate({ mutation: SignOutDocument, errorPolicy: 'all' });
    session.forget();
  }

  return (
    <Button isQuiet isBusy={isBusy} onClick={() => void signOut()}>
      Sign out
    </Button>
  );
}
