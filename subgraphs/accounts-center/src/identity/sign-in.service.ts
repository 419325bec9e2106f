import type { Database, Writer } from '@accounts-center/db';
import { QueueFull } from '@accounts-center/subgraph-kit';
import type { AppContract } from '../app-contract/app-contract.ts';
import type { AppAccount } from '../app-contract/app-facts.ts';
import { appFailure } from '../app-contract/app-failure.ts';
import type { SignInErrorCode } from '../generated/accounts-center.ts';
import { type Refusal, type Result, refuse } from '../user-errors.ts';
import type { AccountStates } from './account-state.service.ts';
import type { CredentialsStore } from './credentials.store.ts';
import type { Guesses } from './guesses.service.ts';
import type { Guess } from './guesses.store.ts';
import type { PasswordProof } from './identity.service.ts';
import type { Passwords } from './passwords.ts';
import type { OpenedSession, Sessions } from './sessions.service.ts';
import { tryPassword } from './try-password.ts';
import { MAX_USERNAME_LENGTH, plainUsername } from './username.ts';

interface SignInDependencies {
  readonly db: Database;
  readonly contract: AppContract;
  readonly states: Pick<AccountStates, 'learn'>;
  readonly credentials: CredentialsStore;
  readonly guesses: Guesses;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
}

export interface SignIn {
  signIn(proof: PasswordProof): Promise<Result<{ opened: OpenedSession }, SignInErrorCode>>;
  verifyPassword(proof: PasswordProof): Promise<Result<{ account: AppAccount }, SignInErrorCode>>;
}

/** A right password: the account, and the guess to be confirmed. */
interface Proved {
  readonly ok: true;
  readonly account: AppAccount;
  readonly guess: Guess;
}

export function createSignIn(deps: SignInDependencies): SignIn {
  const { db, contract, states, credentials, guesses, sessions } = deps;

  /** Every wrong answer takes the same steps, so that nobody learns from it whether there is such an account (R7). */
  async function prove(proof: PasswordProof): Promise<Proved | Refusal<SignInErrorCode>> {
    const { app, username, password, clientAddress } = proof;
    const account = username.length > MAX_USERNAME_LENGTH ? null : await contract.accountByUsername(app, username);
    const guess = await guesses.take(account?.id ?? nobody(app, username), clientAddress);
    if (guess === undefined) return refuse('TOO_MANY_ATTEMPTS');
    const passwordHash = await credentials.passwordHash(account?.id ?? '');
    const isRight = await tryPassword(deps, guess, { password, passwordHash, clientAddress });
    return isRight && account !== null ? { ok: true, account, guess } : refuse('WRONG_CREDENTIALS');
  }

  async function proveOrSayWhy(proof: PasswordProof): Promise<Proved | Refusal<SignInErrorCode>> {
    try {
      return await prove(proof);
    } catch (error) {
      if (error instanceof QueueFull) return refuse('BUSY');
      if (appFailure(error) === undefined) throw error;
      return refuse('APP_UNAVAILABLE');
    }
  }

  /** A right password, and what comes of it in the same transaction, unless its account is suspended (A5). */
  async function accept<T extends object>(
    proof: PasswordProof,
    proceed: (tx: Writer, account: AppAccount) => Promise<T>,
  ): Promise<Result<T, SignInErrorCode>> {
    const proved = await proveOrSayWhy(proof);
    if (!proved.ok) return proved;
    const { account, guess } = proved;
    return db.write<Result<T, SignInErrorCode>>(
      async (tx) => {
        await guesses.confirm(tx, guess);
        return (await states.learn(tx, account.id, account)) === 'ACTIVE'
          ? { ok: true, ...(await proceed(tx, account)) }
          : refuse('ACCOUNT_NOT_ACTIVE');
      },
      { name: 'accept password' },
    );
  }

  return {
    verifyPassword: (proof) => accept(proof, async (_tx, account) => ({ account })),
    signIn: (proof) =>
      accept(proof, async (tx, { id: accountId }) => ({
        opened: await sessions.open(tx, { accountId, birth: { kind: 'password' }, amr: ['pwd'] }),
      })),
  };
}

/** Guesses at a username that nobody has are counted as at one that somebody has. */
function nobody(app: string, username: string): string {
  return `${app}:${plainUsername(username)}`;
}
