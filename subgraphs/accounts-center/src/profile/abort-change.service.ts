import type { Writer } from '@accounts-center/db';
import { enqueueResume } from './enqueue-jobs.ts';
import type { ChangeTools, ProfileChanges } from './profile.ts';
import { type ChangeState, keyOf, type ProfileChange, type ProfileProblem } from './profile-change.ts';

/** What everybody is told who asked for a change that something else overtook. */
export const overtaken: readonly ProfileProblem[] = [{ code: 'CHANGE_IN_PROGRESS' }];

type Abort = (
  tx: Writer,
  change: ProfileChange,
  problems: readonly ProfileProblem[],
  state?: Extract<ChangeState, 'ABORTING' | 'ABORTED'>,
) => Promise<boolean>;

/**
 * Decides against a change, and releases its idempotency key in the same write: a refused request uses up no key.
 * @returns whether it was undecided until now
 */
export function createAbort({ changes, idempotency }: Pick<ChangeTools, 'changes' | 'idempotency'>): Abort {
  return async (tx, change, problems, state = 'ABORTING') => {
    const { id } = change;
    if (!(await changes.transition(tx, id, 'PREPARING', { state, problems }))) return false;
    await idempotency.release(tx, { ...keyOf(change), resultId: id });
    return true;
  };
}

export function createAbortUndecided(tools: ChangeTools): ProfileChanges['abortUndecided'] {
  const { clock, changes } = tools;
  const abort = createAbort(tools);
  return async (tx, accountId, fields) => {
    for (const part of await changes.openPartsOf([accountId], tx)) {
      if (!part.fields.some((field) => fields.includes(field))) continue;
      const { change } = await changes.get(part.changeId, tx);
      if (await abort(tx, change, overtaken)) await enqueueResume(tools, tx, change.id, clock.now());
    }
  };
}
