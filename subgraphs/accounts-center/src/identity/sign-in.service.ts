import type { Database } from '@accounts-center/db';
import type { AppContract } from '../app-contract/app-contract.ts';
import type { AppAccount } from '../app-contract/app-facts.ts';
import { appFailure } from '../app-contract/app-failure.ts';
import type { SignInErrorCode } from '../generated/accounts-center.ts';
import { type Refusal, type Result, refuse } from '../user-errors.ts';
import type { CredentialsStore } from './credentials.store.ts';
import type { Guesses } from './guesses.service.ts';
import type { PasswordCode, PasswordProof } from './identity.service.ts';
import type { Passwords } from './passwords.ts';
import type { OpenedSession, Sessions } from './sessions.service.ts';

const MAX_USERNAME_LENGTH = 200;

interface SignInDependencies {
  readonly db: Database;
  readonly contract: AppContract;
  readonly credentials: CredentialsStore;
  readonly guesses: Guesses;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
}

export interface SignIn {
  signIn(proof: PasswordProof): Promise<Result<{ opened: OpenedSession }, SignInErrorCode>>;
  verifyPassword(proof: PasswordProof): Promise<Result<{ account: AppAccount }, PasswordCode>>;
}

/** A right password: the account, and the guess to be forgiven. */
interface Proved {
  readonly ok: true;
  readonly account: AppAccount;
  readonly guessId: string;
}

export function createSignIn(deps: SignInDependencies): SignIn {
  const { db, contract, credentials, guesses, passwords, sessions } = deps;

  /** Every wrong answer takes the same steps, so that nobody learns from it whether there is such an account (R7). */
  async function prove({
    app,
    username,
    password,
    clientAddress,
  }: PasswordProof): Promise<Proved | Refusal<PasswordCode>> {
    const account = username.length > MAX_USERNAME_LENGTH ? null : await contract.accountByUsername(app, username);
    const guessId = await guesses.take(account?.id ?? nobody(app, username), clientAddress);
    if (guessId === undefined) return refuse('TOO_MANY_ATTEMPTS');
    const passwordHash = await credentials.passwordHash(account?.id ?? '');
    const isRight = await passwords.verify(password, passwordHash);
    return isRight && account !== null ? { ok: true, account, guessId } : refuse('WRONG_CREDENTIALS');
  }

  async function proveOrSayWhy(proof: PasswordProof): Promise<Proved | Refusal<PasswordCode>> {
    try {
      return await prove(proof);
    } catch (error) {
      if (appFailure(error) === undefined) throw error;
      return refuse('APP_UNAVAILABLE');
    }
  }

  return {
    async verifyPassword(proof) {
      const proved = await proveOrSayWhy(proof);
      if (!proved.ok) return proved;
      await guesses.forgive(proved.guessId);
      return { ok: true, account: proved.account };
    },

    async signIn(proof) {
      const proved = await proveOrSayWhy(proof);
      if (!proved.ok) return proved;
      if (proved.account.state !== 'ACTIVE') {
        await guesses.forgive(proved.guessId);
        return refuse('ACCOUNT_NOT_ACTIVE');
      }
      const opened = await db.write(
        async (tx) => {
          await guesses.forgive(proved.guessId, tx);
          return sessions.open(tx, { accountId: proved.account.id, birth: { kind: 'password' } });
        },
        { name: 'sign in' },
      );
      return { ok: true, opened };
    },
  };
}

/** Guesses at a username that nobody has are counted as at one that somebody has. */
function nobody(app: string, username: string): string {
  return `${app}:${username.normalize('NFKC').toLowerCase()}`;
}
