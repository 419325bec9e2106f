import type { Database } from '@accounts-center/db';
import {
  type Clock,
  checkIdempotencyKey,
  type Ids,
  type Logger,
  levelOf,
  QueueFull,
  storable,
} from '@accounts-center/subgraph-kit';
import type { ProfileRefusal } from '../app-contract/app-facts.ts';
import { appFailure } from '../app-contract/app-failure.ts';
import { accountIdPrefix, type FamilyApps } from '../apps.ts';
import type { MembershipService } from '../membership/membership.service.ts';
import { refuse } from '../user-errors.ts';
import type { AccountStates } from './account-state.service.ts';
import type { Begun } from './begin-sign-up.service.ts';
import { sourceOf } from './client-source.ts';
import type { CredentialsStore } from './credentials.store.ts';
import type { Guesses } from './guesses.service.ts';
import type { SignUpInput, SignUpRefusal } from './identity.service.ts';
import { isStrongPassword } from './password-rules.ts';
import type { Passwords } from './passwords.ts';
import type { Sessions } from './sessions.service.ts';
import type { SignUpRow, SignUpStore } from './sign-up.store.ts';
import type { SignUpSaga } from './sign-up-saga.service.ts';
import { createSignUpSession, type SignUpResult } from './sign-up-session.service.ts';
import { tryPassword } from './try-password.ts';
import { MAX_USERNAME_LENGTH } from './username.ts';

const MAX_DISPLAY_NAME_LENGTH = 500;

interface SignUpDependencies {
  readonly db: Database;
  readonly family: FamilyApps;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly saga: SignUpSaga;
  readonly signUps: Pick<SignUpStore, 'countSession'>;
  readonly membership: Pick<MembershipService, 'member'>;
  readonly states: Pick<AccountStates, 'isActive'>;
  readonly credentials: CredentialsStore;
  readonly guesses: Guesses;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
}

/** Signs people up: checks, the saga, and a session. For a while, the same key and input lead to the same account, by a fresh session. */
export function createSignUp(deps: SignUpDependencies) {
  const { db, family, clock, ids, log, saga, states, credentials, guesses, passwords } = deps;
  const session = createSignUpSession(deps);

  function newRow(input: SignUpInput, passwordHash: string): SignUpRow {
    const { app, username, displayName, idempotencyKey } = input;
    const identified = { id: ids.next('sgn'), accountId: ids.random(accountIdPrefix(family.named(app))) };
    const progress = { attempts: 1, sessions: 0, createdAt: clock.now(), doneAt: null };
    return { ...identified, app, username, displayName, idempotencyKey, passwordHash, ...progress };
  }

  /** The key is looked up before the password is hashed, as that is what costs. */
  async function begin(input: SignUpInput, clientAddress: string | undefined): Promise<Begun | SignUpRefusal> {
    const joined = await saga.join(input);
    if (joined !== undefined) return joined;
    const counted = await guesses.takeSignUp(clientAddress);
    if (counted === undefined) return refuse('TOO_MANY_ATTEMPTS');
    return saga.begin(newRow(input, await passwords.hash(input.password, sourceOf(clientAddress))));
  }

  /** The password is part of the input; a wrong one is a guess, and counted as one. */
  async function isPasswordOf(row: SignUpRow, password: string, clientAddress: string | undefined): Promise<boolean> {
    const guess = await guesses.take(row.accountId, clientAddress);
    if (guess === undefined) return false;
    const passwordHash = row.passwordHash ?? (await credentials.passwordHash(row.accountId));
    const isRight = await tryPassword(deps, guess, { password, passwordHash, clientAddress });
    if (isRight) await db.write((tx) => guesses.confirm(tx, guess), { name: 'confirm guess' });
    return isRight;
  }

  async function finish(row: SignUpRow, isNew: boolean, clientAddress: string | undefined): Promise<SignUpResult> {
    if (session.isOver(row)) return refuse('ALREADY_SIGNED_UP');
    // Of an account that was made before, the app is asked again: its event may still be on its way.
    if (row.doneAt !== null && !(await states.isActive(row.accountId))) return refuse('ACCOUNT_NOT_ACTIVE');
    try {
      const outcome = await saga.advance(row, (tx) => session.open(tx, row, clientAddress));
      return outcome.isDone ? outcome.value : together(outcome.refusals.map(toRefusal));
    } catch (error) {
      const failure = appFailure(error);
      if (failure === undefined) throw error;
      log[levelOf(error, 'warn')]({ err: error, signUpId: row.id }, 'An app did not make an account');
      if (failure === 'unreachable' && isNew) await saga.abort(row);
      return refuse('APP_UNAVAILABLE');
    }
  }

  return async function signUp(input: SignUpInput, clientAddress: string | undefined): Promise<SignUpResult> {
    checkIdempotencyKey(input.idempotencyKey);
    const flaws = flawsOf(input);
    if (flaws.length > 0) return together(flaws);
    try {
      const begun = await begin(input, clientAddress);
      if ('ok' in begun) return begun;
      const isRefused =
        begun.kind === 'conflict' ||
        (begun.kind === 'joined' && !(await isPasswordOf(begun.row, input.password, clientAddress)));
      if (isRefused) return refuse('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey');
      return await finish(begun.row, begun.kind === 'new', clientAddress);
    } catch (error) {
      if (error instanceof QueueFull) return refuse('BUSY');
      throw error;
    }
  };
}

/** What can be said against an input before its app is asked, which judges names by rules of its own. */
function flawsOf({ username, displayName, password }: SignUpInput): SignUpRefusal[] {
  const flaws: SignUpRefusal[] = [];
  if (!canBeKept(username, MAX_USERNAME_LENGTH)) flaws.push(refuse('USERNAME_NOT_ACCEPTED', 'username'));
  if (!canBeKept(displayName, MAX_DISPLAY_NAME_LENGTH)) flaws.push(refuse('DISPLAY_NAME_NOT_ACCEPTED', 'displayName'));
  if (!isStrongPassword(password, username)) flaws.push(refuse('PASSWORD_TOO_WEAK', 'password'));
  return flaws;
}

function canBeKept(name: string, maxLength: number): boolean {
  return name.length <= maxLength && storable(name) === name;
}

function toRefusal({ field, reason }: ProfileRefusal): SignUpRefusal {
  if (field !== 'USERNAME') return { ...refuse('DISPLAY_NAME_NOT_ACCEPTED', 'displayName'), reason };
  return { ...refuse(reason === 'TAKEN' ? 'USERNAME_TAKEN' : 'USERNAME_NOT_ACCEPTED', 'username'), reason };
}

/** All that is wrong with an input, as one refusal. */
function together([first, ...further]: readonly SignUpRefusal[]): SignUpRefusal {
  if (first === undefined) throw new Error('A sign-up was refused without a reason.');
  return further.length === 0 ? first : { ...first, further };
}
