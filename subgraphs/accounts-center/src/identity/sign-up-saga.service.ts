import type { Database, Writer } from '@accounts-center/db';
import type { Clock, Idempotency, Ids, JobHandler, Outbox } from '@accounts-center/subgraph-kit';
import { z } from 'zod';
import type { AppContract } from '../app-contract/app-contract.ts';
import type { AppAccount, CreatedAccount, ProfileRefusal } from '../app-contract/app-facts.ts';
import type { MembershipService } from '../membership/membership.service.ts';
import type { AccountStates } from './account-state.service.ts';
import { type BeginSignUp, createBeginSignUp, FINISH_JOB, keyOf } from './begin-sign-up.service.ts';
import type { CredentialsStore } from './credentials.store.ts';
import type { SignUpRow, SignUpStore } from './sign-up.store.ts';

const JobPayload = z.object({ signUpId: z.string() });

const KEPT_MS = 90 * 24 * 60 * 60_000;

export interface SagaDependencies {
  readonly db: Database;
  readonly contract: AppContract;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly outbox: Outbox;
  readonly idempotency: Idempotency;
  readonly membership: Pick<MembershipService, 'enrol'>;
  readonly states: Pick<AccountStates, 'learn'>;
  readonly credentials: CredentialsStore;
  readonly signUps: SignUpStore;
}

/** Done, with what the last step returned; or refused by the app, and ended. */
export type SagaOutcome<T> =
  | { readonly isDone: true; readonly value: T }
  | { readonly isDone: false; readonly refusals: readonly ProfileRefusal[] };

/**
 * A sign-up over two services. Its row comes first, with the claim of the caller's key; then the app makes the account, under
 * the row's id as key, so that asking twice makes one; then the center, the credential and the caller's last step come in one
 * transaction. A crash in between leaves the row, and a job that goes on from it.
 */
export interface SignUpSaga extends BeginSignUp {
  /**
   * Goes on to the end; a refusal releases the key. Safe to repeat, and beside others.
   * @param lastStep runs in the transaction that completes the sign-up
   * @throws what the app contract throws: then it is to be repeated, or aborted
   */
  advance<T>(row: SignUpRow, lastStep: (tx: Writer) => Promise<T>): Promise<SagaOutcome<T>>;
  /** Ends a sign-up that the app certainly never saw, and releases its key. */
  abort(row: SignUpRow): Promise<void>;
  readonly jobs: Readonly<Record<string, JobHandler>>;
  /** Deletes what was done 90 days ago. */
  sweep(): Promise<void>;
}

export function createSignUpSaga(deps: SagaDependencies): SignUpSaga {
  const { db, contract, clock, ids, idempotency, membership, states, credentials, signUps } = deps;

  async function make({ id, accountId, app, username, displayName }: SignUpRow): Promise<CreatedAccount> {
    return contract.createAccount(app, id, { id: accountId, username, displayName });
  }

  /** With what its app says of the account, which it may have suspended by now (A5). */
  async function enrol(tx: Writer, row: SignUpRow, { state, stateVersion }: AppAccount): Promise<void> {
    const { id, accountId, app, passwordHash } = row;
    const isEnrolled = (await credentials.passwordHash(accountId, tx)) !== undefined;
    if (isEnrolled || passwordHash === null) {
      await states.learn(tx, accountId, { state, stateVersion });
      return;
    }
    const createdAt = clock.now();
    await membership.enrol(tx, { accountId, app, state, stateVersion });
    await credentials.addPassword(tx, { id: ids.next('crd'), accountId, passwordHash, createdAt });
    await signUps.markDone(tx, id, createdAt);
  }

  async function end(tx: Writer, row: SignUpRow): Promise<void> {
    await signUps.remove(tx, row.id);
    await idempotency.release(tx, { ...keyOf(row), resultId: row.id });
  }

  const saga: SignUpSaga = {
    ...createBeginSignUp(deps),

    async advance(row, lastStep) {
      const made = row.doneAt === null ? await make(row) : undefined;
      if (made?.account === null) {
        await db.write((tx) => end(tx, row), { name: 'end refused sign-up' });
        return { isDone: false, refusals: made.refusals };
      }
      const account = made?.account;
      const value = await db.write(
        async (tx) => {
          if (account !== undefined) await enrol(tx, row, account);
          return lastStep(tx);
        },
        { name: 'complete sign-up' },
      );
      return { isDone: true, value };
    },

    async abort(row) {
      await db.write(
        async (tx) => {
          if (await signUps.removeUnjoined(tx, row.id))
            await idempotency.release(tx, { ...keyOf(row), resultId: row.id });
        },
        { name: 'abort sign-up' },
      );
    },

    jobs: {
      [FINISH_JOB]: async (payload) => {
        const { signUpId } = JobPayload.parse(payload);
        const row = await db.write((tx) => signUps.join(tx, signUpId), { name: 'join sign-up' });
        if (row?.doneAt === null) await saga.advance(row, async () => undefined);
        return 'done';
      },
    },

    sweep: () => signUps.removeDoneUntil(new Date(clock.now().getTime() - KEPT_MS)),
  };
  return saga;
}
