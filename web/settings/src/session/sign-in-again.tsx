import { useCenter } from '../accounts/center.ts';
import type { Problem } from '../graph/action.ts';
import { ConfirmSignIn } from './confirm-sign-in.tsx';

interface SignInAgainProps {
  /** Why something was refused. */
  readonly problems: readonly Problem[];
  /** Does it again. */
  readonly onConfirmed: () => void;
}

/** Where something was refused because the last sign-in is too long ago: signs in again, and goes on. */
export function SignInAgain({ problems, onConfirmed }: SignInAgainProps) {
  const { own } = useCenter();
  const isNeeded = problems.some(({ code }) => code === 'RECENT_AUTHENTICATION_REQUIRED');
  return isNeeded ? <ConfirmSignIn account={own} onConfirmed={onConfirmed} /> : null;
}
