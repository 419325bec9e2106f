import type { Clock, Ids, Logger } from '@accounts-center/subgraph-kit';
import type { ProfileRefusal } from '../app-contract/app-facts.ts';
import { appFailure } from '../app-contract/app-failure.ts';
import { accountIdPrefix } from '../apps.ts';
import { isIdempotencyKey } from '../idempotency.ts';
import { storable } from '../storable.ts';
import { refuse } from '../user-errors.ts';
import type { CredentialsStore } from './credentials.store.ts';
import type { Guesses } from './guesses.service.ts';
import type { SignUpInput, SignUpRefusal } from './identity.service.ts';
import { isStrongPassword } from './password-rules.ts';
import type { Passwords } from './passwords.ts';
import type { OpenedSession, Sessions } from './sessions.service.ts';
import type { SignUpRow } from './sign-up.store.ts';
import type { SignUpSaga } from './sign-up-saga.service.ts';

const MAX_USERNAME_LENGTH = 200;
const MAX_DISPLAY_NAME_LENGTH = 500;

export type SignUpResult = { readonly ok: true; readonly opened: OpenedSession } | SignUpRefusal;

interface SignUpDependencies {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  readonly saga: SignUpSaga;
  readonly credentials: CredentialsStore;
  readonly guesses: Guesses;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
}

/** Signs people up: checks, the saga, and a session. The same key and input lead to the same account, by a fresh session. */
export function createSignUp(deps: SignUpDependencies) {
  const { clock, ids, log, saga, credentials, guesses, passwords, sessions } = deps;

  async function newRow({ app, username, displayName, password, idempotencyKey }: SignUpInput): Promise<SignUpRow> {
    return {
      idempotencyKey,
      id: ids.next('sgn'),
      accountId: ids.random(accountIdPrefix(app)),
      app,
      username,
      displayName,
      passwordHash: await passwords.hash(password),
      attempts: 1,
      createdAt: clock.now(),
      doneAt: null,
    };
  }

  /** The password is part of the input; a wrong one is a guess, and counted as one. */
  async function isSameInput(row: SignUpRow, input: SignUpInput, clientAddress: string | undefined): Promise<boolean> {
    const { app, username, displayName, password } = input;
    if (row.app !== app || row.username !== username || row.displayName !== displayName) return false;
    const guessId = await guesses.take(row.accountId, clientAddress);
    if (guessId === undefined) return false;
    const passwordHash = row.passwordHash ?? (await credentials.passwordHash(row.accountId));
    const isRight = await passwords.verify(password, passwordHash);
    if (isRight) await guesses.forgive(guessId);
    return isRight;
  }

  async function finish(row: SignUpRow, isNew: boolean): Promise<SignUpResult> {
    try {
      const birth = { kind: 'sign-up', signUpId: row.id } as const;
      const outcome = await saga.advance(row, (tx) => sessions.open(tx, { accountId: row.accountId, birth }));
      return outcome.isDone ? { ok: true, opened: outcome.value } : toRefusal(outcome.refusals);
    } catch (error) {
      const failure = appFailure(error);
      if (failure === undefined) throw error;
      log.warn({ err: error, signUpId: row.id }, 'An app did not make an account');
      if (failure === 'unreachable' && isNew) await saga.giveUp(row);
      return refuse('APP_UNAVAILABLE');
    }
  }

  return async function signUp(input: SignUpInput, clientAddress: string | undefined): Promise<SignUpResult> {
    const flaw = flawOf(input);
    if (flaw !== undefined) return flaw;
    const { row, isNew } = await saga.begin(await newRow(input));
    if (!isNew && !(await isSameInput(row, input, clientAddress)))
      return refuse('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey');
    return finish(row, isNew);
  };
}

function flawOf({ username, displayName, password, idempotencyKey }: SignUpInput): SignUpRefusal | undefined {
  if (!isIdempotencyKey(idempotencyKey)) return refuse('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey');
  if (!canBeKept(username, MAX_USERNAME_LENGTH)) return refuse('USERNAME_NOT_ACCEPTED', 'username');
  if (!canBeKept(displayName, MAX_DISPLAY_NAME_LENGTH)) return refuse('DISPLAY_NAME_NOT_ACCEPTED', 'displayName');
  return isStrongPassword(password, username) ? undefined : refuse('PASSWORD_TOO_WEAK', 'password');
}

/** The app judges a name by its rules; before that it must be possible to write it down. */
function canBeKept(name: string, maxLength: number): boolean {
  return name.length <= maxLength && storable(name) === name;
}

function toRefusal(refusals: readonly ProfileRefusal[]): SignUpRefusal {
  const refusal = refusals.find(({ field }) => field === 'USERNAME') ?? refusals[0];
  if (refusal === undefined) throw new Error('An app refused an account without a reason.');
  const { field, reason } = refusal;
  if (field !== 'USERNAME') return { ...refuse('DISPLAY_NAME_NOT_ACCEPTED', 'displayName'), reason };
  return { ...refuse(reason === 'TAKEN' ? 'USERNAME_TAKEN' : 'USERNAME_NOT_ACCEPTED', 'username'), reason };
}
