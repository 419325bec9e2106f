import type { Writer } from '@accounts-center/db';
import type { Clock } from '@accounts-center/subgraph-kit';
import type { MembershipService } from '../membership/membership.service.ts';
import { refuse } from '../user-errors.ts';
import type { Guesses } from './guesses.service.ts';
import type { SignUpRefusal } from './identity.service.ts';
import type { OpenedSession, Sessions } from './sessions.service.ts';
import type { SignUpRow, SignUpStore } from './sign-up.store.ts';

// A client whose answer was lost asks again soon. Its key is no second password: later, and more often, it signs in.
const REPEATED_FOR_MS = 10 * 60_000;
const MAX_SESSIONS = 5;

export type SignUpResult = { readonly ok: true; readonly opened: OpenedSession } | SignUpRefusal;

interface SignUpSessionDependencies {
  readonly clock: Clock;
  readonly membership: Pick<MembershipService, 'member'>;
  readonly guesses: Pick<Guesses, 'remember'>;
  readonly sessions: Pick<Sessions, 'open'>;
  readonly signUps: Pick<SignUpStore, 'countSession'>;
}

/** The session that a sign-up ends with, and those of its repeats. */
export function createSignUpSession(deps: SignUpSessionDependencies) {
  const { clock, membership, guesses, sessions, signUps } = deps;
  return {
    /** Whether a sign-up was done too long ago to be repeated. */
    isOver({ doneAt }: SignUpRow): boolean {
      return doneAt !== null && clock.now().getTime() - doneAt.getTime() >= REPEATED_FOR_MS;
    },

    /** The last step, unless the app has suspended the account by then (A5), or it was repeated too often. */
    async open(tx: Writer, row: SignUpRow, clientAddress: string | undefined): Promise<SignUpResult> {
      const { id: signUpId, accountId } = row;
      if ((await membership.member(accountId, tx))?.state !== 'ACTIVE') return refuse('ACCOUNT_NOT_ACTIVE');
      if (!(await signUps.countSession(tx, signUpId, MAX_SESSIONS))) return refuse('ALREADY_SIGNED_UP');
      await guesses.remember(tx, accountId, clientAddress);
      const opened = await sessions.open(tx, { accountId, birth: { kind: 'sign-up', signUpId }, amr: ['pwd'] });
      return { ok: true, opened };
    },
  };
}
