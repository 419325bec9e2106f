import type { Database, Writer } from '@accounts-center/db';
import type { Clock, JobHandler, Outbox } from '@accounts-center/subgraph-kit';
import type { AppContract } from '../app-contract/app-contract.ts';
import type { ProfileRefusal } from '../app-contract/app-facts.ts';
import type { MembershipService } from '../membership/membership.service.ts';
import { SERVICE } from '../slice.ts';
import type { CredentialsStore } from './credentials.store.ts';
import type { SignUpRow, SignUpStore } from './sign-up.store.ts';

const JOB_TYPE = 'sign-up.finish';

// Later than any request that still waits for the app's answer.
const FINISH_AFTER_MS = 60_000;
const KEPT_MS = 90 * 24 * 60 * 60_000;

export interface SagaDependencies {
  readonly db: Database;
  readonly contract: AppContract;
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly membership: MembershipService;
  readonly credentials: CredentialsStore;
  readonly signUps: SignUpStore;
}

/** Done, with what the last step returned; or refused by the app, and ended. */
export type SagaOutcome<T> =
  | { readonly isDone: true; readonly value: T }
  | { readonly isDone: false; readonly refusals: readonly ProfileRefusal[] };

/**
 * A sign-up over two services. Its row comes first; then the app makes the account, under the row's id as key, so that asking
 * twice makes one; then the center, the credential and the caller's last step come in one transaction. A crash in between
 * leaves the row, and a job that goes on from it.
 */
export interface SignUpSaga {
  /** Notes a sign-up, unless its idempotency key stands for one already: then returns that one, joined. */
  begin(row: SignUpRow): Promise<{ row: SignUpRow; isNew: boolean }>;
  /**
   * Goes on to the end. Safe to repeat, and beside others.
   * @param lastStep runs in the transaction that completes the sign-up
   * @throws what the app contract throws: then it is to be repeated, or given up
   */
  advance<T>(row: SignUpRow, lastStep: (tx: Writer) => Promise<T>): Promise<SagaOutcome<T>>;
  /** Takes the row away, when the app certainly never saw it. */
  giveUp(row: SignUpRow): Promise<void>;
  readonly jobs: Readonly<Record<string, JobHandler>>;
  /** Deletes what was done 90 days ago. */
  sweep(): Promise<void>;
}

export function createSignUpSaga(deps: SagaDependencies): SignUpSaga {
  const { db, contract, clock, outbox, membership, credentials, signUps } = deps;

  async function enrol(tx: Writer, row: SignUpRow): Promise<void> {
    const isEnrolled = (await credentials.passwordHash(row.accountId, tx)) !== undefined;
    if (isEnrolled || row.passwordHash === null) return;
    const createdAt = clock.now();
    await membership.enrol(tx, { accountId: row.accountId, app: row.app });
    await credentials.add(tx, { accountId: row.accountId, passwordHash: row.passwordHash, createdAt });
    await signUps.markDone(tx, row.id, createdAt);
  }

  const saga: SignUpSaga = {
    begin: (row) =>
      db.write(
        async (tx) => {
          const earlier = await signUps.joinByKey(tx, row.idempotencyKey);
          if (earlier !== undefined) return { row: earlier, isNew: false };
          await signUps.add(tx, row);
          const availableAt = new Date(clock.now().getTime() + FINISH_AFTER_MS);
          await outbox.enqueue(tx, {
            type: JOB_TYPE,
            destination: SERVICE,
            payload: { signUpId: row.id },
            availableAt,
          });
          return { row, isNew: true };
        },
        { name: 'begin sign-up' },
      ),

    async advance(row, lastStep) {
      if (row.doneAt === null) {
        const { id, accountId, app, username, displayName } = row;
        const { account, refusals } = await contract.createAccount(app, id, { id: accountId, username, displayName });
        if (account === null) {
          await db.write((tx) => signUps.remove(tx, id), { name: 'end refused sign-up' });
          return { isDone: false, refusals };
        }
      }
      const value = await db.write(
        async (tx) => {
          if (row.doneAt === null) await enrol(tx, row);
          return lastStep(tx);
        },
        { name: 'complete sign-up' },
      );
      return { isDone: true, value };
    },

    giveUp: ({ id }) => db.write((tx) => signUps.removeUnjoined(tx, id), { name: 'give up sign-up' }),

    jobs: {
      [JOB_TYPE]: async (payload) => {
        const { signUpId } = payload as { signUpId: string };
        const row = await db.write((tx) => signUps.join(tx, signUpId), { name: 'join sign-up' });
        if (row?.doneAt === null) await saga.advance(row, async () => undefined);
        return 'done';
      },
    },

    async sweep() {
      const until = new Date(clock.now().getTime() - KEPT_MS);
      await db.write((tx) => signUps.removeDoneUntil(tx, until), { name: 'sweep sign-ups' });
    },
  };
  return saga;
}
