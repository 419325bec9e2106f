import type { Database, Reader, Writer } from '@accounts-center/db';
import type { Clock, Ids, Outbox } from '@accounts-center/subgraph-kit';
import type { Media } from '../media/media.ts';
import { takeSource } from '../media-source/media-source.ts';
import { hashOf } from '../rules/keys.ts';
import type { Usernames } from '../usernames/usernames.service.ts';
import { type ProfileRefusal, refuse } from '../users/profile-refusal.ts';
import type { User } from '../users/user.ts';
import type { Users } from '../users/users.service.ts';
import { watchJob } from './in-doubt.ts';
import {
  type CommitResult,
  changeBody,
  fieldsOf,
  formerValues,
  newValues,
  type PrepareResult,
  type ProfileChangeInput,
  type ProfileChangeState,
} from './profile-change.ts';
import { createProfileChangesStore, type ProfileChangeRow, rowOf, valuesOf } from './profile-changes.store.ts';
import type { Reservations } from './reservations.service.ts';

/** This app's part in changing a profile in several apps at once (PR3): in all of them, or in none. */
export interface ProfileChanges {
  find(key: string): Promise<ProfileChangeState>;
  /** Checks and reserves all values, or refuses them all. Only `abort` gives a reservation up. */
  prepare(key: string, input: ProfileChangeInput): Promise<PrepareResult>;
  /** Puts a prepared change into effect. */
  commit(key: string): Promise<CommitResult>;
  /** Gives up what was reserved. A key never seen can't be prepared any more. */
  abort(key: string): Promise<ProfileChangeState>;
}

export function createProfileChanges(parts: {
  db: Database;
  clock: Clock;
  ids: Ids;
  outbox: Outbox;
  /** This app's own name, under which it leaves itself jobs. */
  service: string;
  media: Media;
  users: Users;
  usernames: Usernames;
  reservations: Reservations;
}): ProfileChanges {
  const { db, clock, ids, outbox, service, media, users, usernames, reservations } = parts;
  const store = createProfileChangesStore(db);

  /** The id of the photo asked for, fetched when it is a sister's; null to take it away, undefined to leave it. */
  async function photoOf(
    key: string,
    { accountId, photo, removePhoto }: ProfileChangeInput,
  ): Promise<string | null | undefined | Bad> {
    if (photo === null) return removePhoto ? null : undefined;
    const taken = await takeSource(media, photo, accountId, `${key}/photo`);
    const [file] = taken.ok ? await media.factsOf(accountId, [taken.id]) : [];
    return file?.kind === 'PHOTO' ? file.id : BAD;
  }

  async function judge(
    tx: Writer,
    key: string,
    input: ProfileChangeInput,
    photo: string | null | undefined | Bad,
  ): Promise<Judgement> {
    const user = await users.active(tx, input.accountId);
    if (user === undefined) return refusal([refuse(fieldsOf(input)[0] ?? 'USERNAME', 'ACCOUNT_NOT_ACTIVE')]);
    if (photo === BAD) return refusal([refuse('PHOTO', 'BAD_PHOTO')]);
    const values = newValues(user, input, photo);
    const refusals = await reservations.reserve(tx, key, user, values);
    return refusals.length > 0 ? refusal(refusals) : { state: 'PREPARED', userId: user.id, ...rowOf(values), refusals };
  }

  async function earlier(reader: Reader, key: string, bodyHash: string): Promise<PrepareResult | undefined> {
    const row = await store.find(reader, key);
    if (row === undefined) return undefined;
    if (row.bodyHash !== null && row.bodyHash !== bodyHash) return { ok: false, code: 'KEY_REUSED' };
    return { ok: true, state: row.state, refusals: row.refusals };
  }

  /** Puts what was prepared into effect and keeps what was before. */
  async function apply(tx: Writer, row: ProfileChangeRow, userId: string): Promise<User> {
    const former = await users.get(tx, userId);
    const values = valuesOf(row);
    if (values.username !== undefined) await usernames.enforce(tx, row.key, userId);
    const changedAt = clock.now();
    await store.remember(
      tx,
      formerValues(former, values).map(([field, formerValue]) => ({
        id: ids.next('phs'),
        userId,
        field,
        formerValue,
        changedAt,
      })),
    );
    await store.decide(tx, row.key, 'COMMITTED');
    return users.applyProfile(tx, userId, values);
  }

  return {
    find: async (key) => (await store.find(db.read, key))?.state ?? 'UNSEEN',
    prepare: async (key, input) => {
      const bodyHash = hashOf(changeBody(input));
      const known = await earlier(db.read, key, bodyHash);
      if (known !== undefined) return known;
      const photo = await photoOf(key, input);
      return db.write(async (tx) => {
        const raced = await earlier(tx, key, bodyHash);
        if (raced !== undefined) return raced;
        const judgement = await judge(tx, key, input, photo);
        await store.add(tx, { ...judgement, key, bodyHash, createdAt: clock.now() });
        if (judgement.state === 'PREPARED') await outbox.enqueue(tx, watchJob(service, key, input.expiresAt));
        return { ok: true, state: judgement.state, refusals: judgement.refusals };
      });
    },
    commit: (key) =>
      db.write(async (tx): Promise<CommitResult> => {
        const row = await store.find(tx, key);
        if (row === undefined || row.userId === null || row.state === 'ABORTED')
          return { ok: false, code: 'NOT_PREPARED' };
        return {
          ok: true,
          user: row.state === 'PREPARED' ? await apply(tx, row, row.userId) : await users.get(tx, row.userId),
        };
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

const BAD = Symbol('no photo that the app takes');
type Bad = typeof BAD;

type Judgement = Omit<ProfileChangeRow, 'key' | 'bodyHash' | 'createdAt'>;

/** Of what is refused only the reasons are kept. */
function refusal(refusals: readonly ProfileRefusal[]): Judgement {
  return { state: 'ABORTED', userId: null, ...rowOf({}), refusals };
}
