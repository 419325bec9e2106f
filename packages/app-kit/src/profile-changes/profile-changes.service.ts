import type { Writer } from '@accounts-center/db';
import type { Ids } from '@accounts-center/subgraph-kit';
import type { Usernames } from '../usernames/usernames.service.ts';
import type { User } from '../users/user.ts';
import { createPrepare, type PreparationParts, type Prepare, refusal } from './preparation.service.ts';
import { type CommitResult, formerValues, type ProfileChangeState } from './profile-change.ts';
import { createProfileChangesStore, type ProfileChangeRow, valuesOf } from './profile-changes.store.ts';

/** This app's part in changing a profile in several apps at once (PR3): in all of them, or in none. */
export interface ProfileChanges {
  find(key: string): Promise<ProfileChangeState>;
  /** Only `abort` gives a reservation up. */
  readonly prepare: Prepare;
  /** Puts a prepared change into effect. */
  commit(key: string): Promise<CommitResult>;
  /** Gives up what was reserved. A key never seen can't be prepared any more. */
  abort(key: string): Promise<ProfileChangeState>;
}

export function createProfileChanges(
  parts: PreparationParts & { readonly ids: Ids; readonly usernames: Usernames },
): ProfileChanges {
  const { db, clock, ids, users, usernames, reservations } = parts;
  const store = createProfileChangesStore(db);

  /** Puts the new values in the place of the former ones, which are kept. */
  async function apply(tx: Writer, row: ProfileChangeRow, userId: string): Promise<User> {
    const values = valuesOf(row);
    const former = formerValues(await users.get(tx, userId), values);
    if (values.username !== undefined) await usernames.enforce(tx, row.key, userId);
    const changedAt = clock.now();
    await store.remember(
      tx,
      former.map(([field, formerValue]) => ({ id: ids.next('phs'), userId, field, formerValue, changedAt })),
    );
    await store.decide(tx, row.key, 'COMMITTED');
    return users.applyProfile(tx, userId, values);
  }

  return {
    find: async (key) => (await store.find(db.read, key))?.state ?? 'UNSEEN',
    prepare: createPrepare(parts),
    commit: (key) =>
      db.write(async (tx): Promise<CommitResult> => {
        const row = await store.find(tx, key);
        // What was refused or aborted unseen is nobody's.
        if (!row?.userId || row.state === 'ABORTED') return { ok: false, code: 'NOT_PREPARED' };
        const isNew = row.state === 'PREPARED';
        return { ok: true, user: isNew ? await apply(tx, row, row.userId) : await users.get(tx, row.userId) };
      }),
    abort: (key) =>
      db.write(async (tx) => {
        const row = await store.find(tx, key);
        if (row === undefined) {
          await store.add(tx, { ...refusal([]), key, bodyHash: null, createdAt: clock.now() });
          return 'ABORTED';
        }
        if (row.state !== 'PREPARED') return row.state;
        await reservations.release(tx, key, row.photoId);
        await store.decide(tx, key, 'ABORTED');
        return 'ABORTED';
      }),
  };
}
