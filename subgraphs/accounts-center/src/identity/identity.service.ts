import type { EventHandler, JobHandler, QueueLimits } from '@accounts-center/subgraph-kit';
import type { AppAccount, ProfileRefusalReason } from '../app-contract/app-facts.ts';
import type { App } from '../apps.ts';
import type { Viewer } from '../context.ts';
import type { RefreshSessionErrorCode, SignInErrorCode, SignUpErrorCode } from '../generated/accounts-center.ts';
import type { MembershipService } from '../membership/membership.service.ts';
import type { SecretBox } from '../secret-box.ts';
import type { SliceDependencies } from '../slice.ts';
import { type Refusal, type Result, refuse } from '../user-errors.ts';
import { signAccessToken } from './access-tokens.ts';
import { createAccountStates } from './account-state.service.ts';
import { type Authorize, createAuthorize } from './authorize.service.ts';
import { createCredentialsStore } from './credentials.store.ts';
import { createEndedSessions, type EndedSessions } from './ended-sessions.service.ts';
import { createGuesses, type GuessLimits } from './guesses.service.ts';
import { createPasswords, type PasswordCost } from './passwords.ts';
import { createSessions, type OpenedSession } from './sessions.service.ts';
import { createSessionsStore } from './sessions.store.ts';
import { createSignIn } from './sign-in.service.ts';
import { createSignUp } from './sign-up.service.ts';
import { createSignUpStore } from './sign-up.store.ts';
import { createSignUpSaga } from './sign-up-saga.service.ts';
import { createSigningKeys, type SigningKeys } from './signing-keys.ts';

export { type Authentication, type Authorize, isRecentProof } from './authorize.service.ts';
export { sourceOf } from './client-source.ts';
export type { AuthenticationMethod } from './identity.table.ts';

/** A session's new pair of tokens. */
export interface SessionTokens {
  readonly accountId: string;
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
}

export type SignUpRefusal = Refusal<SignUpErrorCode> & {
  /** Why the app refused, where it was the app. */
  readonly reason?: ProfileRefusalReason;
  /** What else is wrong with the same input. */
  readonly further?: readonly SignUpRefusal[];
};

export interface SignUpInput {
  readonly app: App;
  readonly username: string;
  readonly displayName: string;
  readonly password: string;
  readonly idempotencyKey: string;
}

export interface PasswordProof {
  readonly app: App;
  readonly username: string;
  readonly password: string;
  /** The client's address as the gateway saw it; guesses from one are counted together. */
  readonly clientAddress: string | undefined;
}

export type SessionResult<Code extends string> = Promise<Result<{ session: SessionTokens }, Code>>;

/** Who somebody is: accounts' credentials, and the sessions that they open. */
export interface IdentityService {
  /** Makes an account in an app, in a center of its own, and signs in to it. */
  signUp(
    input: SignUpInput,
    clientAddress: string | undefined,
  ): Promise<{ readonly ok: true; readonly session: SessionTokens } | SignUpRefusal>;

  /** Signs in to an account with its username and password. */
  signIn(proof: PasswordProof): SessionResult<SignInErrorCode>;

  /** Trades a refresh token for a new pair, unless the app has suspended the account (A5). */
  refreshSession(refreshToken: string): SessionResult<RefreshSessionErrorCode>;

  /** Ends the viewer's session: its refresh token works no more. */
  signOut(viewer: Viewer): Promise<void>;

  /** Checks a password as `signIn` does, with the same counting of guesses, and opens no session. */
  verifyPassword(proof: PasswordProof): Promise<Result<{ account: AppAccount }, SignInErrorCode>>;

  /** Whether the account's app lets it act; an app that does not answer is taken at its last word. */
  isActive(accountId: string): Promise<boolean>;
}

export interface IdentityDependencies extends SliceDependencies {
  readonly membership: MembershipService;
  readonly secretBox: SecretBox;
  readonly passwordCost?: PasswordCost;
  /** How many passwords are worked on at once, in all and of one source, and how many wait for their turn. */
  readonly passwordQueue?: QueueLimits;
  readonly guessLimits?: Partial<GuessLimits>;
}

/** The slice's service, and what the composition root needs of it besides. */
export interface Identity {
  readonly service: IdentityService;
  readonly authorize: Authorize;
  readonly keys: SigningKeys;
  readonly endedSessions: EndedSessions;
  readonly jobs: Readonly<Record<string, JobHandler>>;
  readonly events: Readonly<Record<string, EventHandler>>;
  /** Deletes what has expired. */
  sweep(): Promise<void>;
}

export function createIdentity(deps: IdentityDependencies): Identity {
  const { db, clock, membership, passwordCost, passwordQueue, guessLimits } = deps;
  const sessionsStore = createSessionsStore(db);
  const credentials = createCredentialsStore(db);
  const passwords = createPasswords(passwordCost, passwordQueue);
  const guesses = createGuesses({ ...deps, ...(guessLimits && { limits: guessLimits }) });
  const sessions = createSessions({ ...deps, store: sessionsStore });
  const signUps = createSignUpStore(db);
  const states = createAccountStates({ ...deps, sessions: sessionsStore, signUps });
  const { isActive } = states;
  const keys = createSigningKeys(deps);
  const endedSessions = createEndedSessions(deps);
  const saga = createSignUpSaga({ ...deps, states, credentials, signUps });
  const signUp = createSignUp({ ...deps, saga, signUps, states, credentials, guesses, passwords, sessions });
  const { signIn, verifyPassword } = createSignIn({ ...deps, states, credentials, guesses, passwords, sessions });

  async function tokensOf({ session, refreshToken, refreshTokenExpiresAt }: OpenedSession): Promise<SessionTokens> {
    const accessToken = await signAccessToken({ clock, keys }, session);
    return { accountId: session.accountId, ...accessToken, refreshToken, refreshTokenExpiresAt };
  }

  return {
    service: {
      async signUp(input, clientAddress) {
        const result = await signUp(input, clientAddress);
        return result.ok ? { ok: true, session: await tokensOf(result.opened) } : result;
      },
      async signIn(proof) {
        const result = await signIn(proof);
        return result.ok ? { ok: true, session: await tokensOf(result.opened) } : result;
      },
      async refreshSession(refreshToken) {
        const accountId = await sessions.accountOf(refreshToken);
        if (accountId !== undefined && !(await isActive(accountId))) return refuse('ACCOUNT_NOT_ACTIVE');
        const opened = await sessions.refreshSession(refreshToken);
        return opened === undefined ? refuse('SESSION_ENDED') : { ok: true, session: await tokensOf(opened) };
      },
      signOut: ({ sessionId }) => sessions.end(sessionId),
      verifyPassword,
      isActive,
    },
    authorize: createAuthorize({ clock, sessions: sessionsStore, membership }),
    keys,
    endedSessions,
    jobs: saga.jobs,
    events: states.events,
    async sweep() {
      await guesses.sweep();
      await sessions.sweep();
      await endedSessions.sweep();
      await saga.sweep();
    },
  };
}
