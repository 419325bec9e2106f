import { useState } from 'react';
import type { FamilyApp } from '../apps/apps.ts';
import { Button } from '../forms/button.tsx';
import { useSessionState } from './session-context.ts';
import { SignInForm } from './sign-in-form.tsx';
import { SignUpForm } from './sign-up-form.tsx';

/** What somebody sees who is not signed in. */
export function SignedOut({ app }: { readonly app: FamilyApp }) {
  const [isNew, setIsNew] = useState(false);
  const isOver = useSessionState() === 'ended';
  return (
    <section aria-labelledby="sign-in-title">
      <h2 id="sign-in-title">{isNew ? `New to ${app.name}` : `Sign in to ${app.name}`}</h2>
      <output>{isOver && 'Your session is over. Sign in again.'}</output>
      {isNew ? <SignUpForm app={app} /> : <SignInForm app={app} />}
      <p>
        <Button isQuiet onClick={() => setIsNew(!isNew)}>
          {isNew ? 'I have an account' : 'Make an account'}
        </Button>
      </p>
    </section>
  );
}
