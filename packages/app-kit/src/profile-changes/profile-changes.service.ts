import type { Reader } from '@accounts-center/db';
import type { Ids } from '@accounts-center/subgraph-kit';
import type { Usernames } from '../usernames/usernames.service.ts';
import type { ProfileRefusal } from '../users/profile-refusal.ts';
import { createCommit } from './commitment.service.ts';
import { createPreparations, createPrepare, type PreparationParts } from './preparation.service.ts';
import type { CommitResult, PrepareResult, ProfileChangeInput, ProfileChangeState } from './profile-change.ts';
import { createProfileChangesStore } from './profile-changes.store.ts';

/** This app's part in changing a profile in several apps at once (PR3): in all of them, or in none. */
export interface ProfileChanges {
  find(key: string): Promise<ProfileChangeState>;
  /** Checks and reserves all values, or refuses them all under that key for good. Only `abort` gives a reservation up. */
  prepare(key: string, input: ProfileChangeInput): Promise<PrepareResult>;
  /** Puts a prepared change into effect. */
  commit(key: string): Promise<CommitResult>;
  /** Gives up what was reserved. A key never seen can't be prepared any more. */
  abort(key: string): Promise<ProfileChangeState>;
}

export function createProfileChanges(
  parts: PreparationParts & { readonly ids: Ids; readonly usernames: Usernames },
): ProfileChanges {
  const { db, users, reservations } = parts;
  const store = createProfileChangesStore(db);
  const preparations = createPreparations(parts);
  const prepare = createPrepare(parts, preparations);
  const commit = createCommit({ ...parts, store });

  async function stateOf(reader: Reader, key: string): Promise<ProfileChangeState> {
    const outcome = await preparations.find(reader, key);
    if (outcome === undefined) return 'UNSEEN';
    return (await store.find(reader, key))?.state ?? 'ABORTED';
  }

  return {
    find: (key) => stateOf(db.read, key),
    prepare: async (key, input) => {
      const outcome = await prepare(key, input);
      if (outcome === 'KEY_REUSED') return { ok: false, code: outcome };
      const refusals: readonly ProfileRefusal[] = outcome?.state === 'REFUSED' ? outcome.refusals : [];
      return { ok: true, state: await stateOf(db.read, key), refusals };
    },
    commit: (key) =>
      db.write(async (tx): Promise<CommitResult> => {
        const row = await store.find(tx, key);
        if (row === undefined || row.state === 'ABORTED') return { ok: false, code: 'NOT_PREPARED' };
        return { ok: true, user: row.state === 'PREPARED' ? await commit(tx, row) : await users.get(tx, row.userId) };
      }),
    abort: (key) =>
      db.write(async (tx) => {
        await preparations.close(tx, key);
        const row = await store.find(tx, key);
        if (row?.state === 'COMMITTED') return 'COMMITTED';
        if (row?.state === 'PREPARED') {
          await reservations.release(tx, key);
          await store.decide(tx, key, 'ABORTED');
        }
        return 'ABORTED';
      }),
  };
}
