import type { Writer } from '@accounts-center/db';
import { SERVICE } from '../slice.ts';
import type { SignUpRow } from './sign-up.store.ts';
import type { SagaDependencies } from './sign-up-saga.service.ts';
import { plainUsername } from './username.ts';

/** The type of the job that finishes a sign-up. */
export const FINISH_JOB = 'sign-up.finish';

// Later than any request that still waits for the app's answer.
const FINISH_AFTER_MS = 60_000;

/** What an idempotency key stands for; what else the input holds is compared by its hash, but for the password. */
export type SignUpRequest = Pick<SignUpRow, 'app' | 'username' | 'displayName' | 'idempotencyKey'>;

/** A key's sign-up, joined unless it is new; or the key stands for another input. */
export type Begun = { readonly kind: 'new' | 'joined'; readonly row: SignUpRow } | { readonly kind: 'conflict' };

/** The first step of a sign-up: its key is claimed, or leads to the sign-up that it stands for. */
export interface BeginSignUp {
  /** The sign-up that the request's key stands for, joined; undefined when it stands for none. */
  join(request: SignUpRequest): Promise<Begun | undefined>;
  /** Claims the key and writes the sign-up down, unless the key was claimed meanwhile. */
  begin(row: SignUpRow): Promise<Begun>;
}

export function createBeginSignUp(deps: SagaDependencies): BeginSignUp {
  const { db, clock, outbox, idempotency, signUps } = deps;

  async function joinRow(tx: Writer, id: string): Promise<Begun | undefined> {
    const row = await signUps.join(tx, id);
    return row && { kind: 'joined', row };
  }

  async function enqueueFinish(tx: Writer, signUpId: string): Promise<void> {
    const availableAt = new Date(clock.now().getTime() + FINISH_AFTER_MS);
    await outbox.enqueue(tx, { type: FINISH_JOB, destination: SERVICE, payload: { signUpId }, availableAt });
  }

  return {
    async join(request) {
      const earlier = await idempotency.find(claimOf(request));
      if (earlier.kind === 'conflict') return earlier;
      if (earlier.kind === 'new') return undefined;
      return db.write((tx) => joinRow(tx, earlier.resultId), { name: 'join sign-up' });
    },

    begin: (row) =>
      db.write(
        async (tx) => {
          const claimed = await idempotency.claim(tx, { ...claimOf(row), resultId: row.id });
          if (claimed.kind === 'conflict') return claimed;
          const joined = claimed.kind === 'replay' ? await joinRow(tx, claimed.resultId) : undefined;
          if (joined !== undefined) return joined;
          await signUps.add(tx, row);
          await enqueueFinish(tx, row.id);
          return { kind: 'new', row } as const;
        },
        { name: 'begin sign-up' },
      ),
  };
}

/** There is no account yet whose key it could be: the wanted username stands for it. */
export function keyOf({ app, username, idempotencyKey }: SignUpRequest) {
  const scope = `${app}:${plainUsername(username)}`;
  return { scope, operation: 'signUp', key: idempotencyKey };
}

// A hash of the password would be guessed from; it is compared with the one that is kept.
function claimOf(request: SignUpRequest) {
  const { username, displayName } = request;
  return { ...keyOf(request), body: { username, displayName } };
}
