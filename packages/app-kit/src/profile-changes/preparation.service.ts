import type { Database, Writer } from '@accounts-center/db';
import type { Clock, Outbox } from '@accounts-center/subgraph-kit';
import { type Commands, createCommands, type Outcome } from '../commands/commands.service.ts';
import type { Media } from '../media/media.ts';
import { takeSource } from '../media-source/media-source.ts';
import { type ProfileRefusal, refuse, storedProfileRefusal } from '../users/profile-refusal.ts';
import type { User } from '../users/user.ts';
import type { Users } from '../users/users.service.ts';
import { watchJob } from './in-doubt.ts';
import { changeBody, changedFields, fieldsOf, newValues, type ProfileChangeInput } from './profile-change.ts';
import { createProfileChangesStore, rowOf } from './profile-changes.store.ts';
import type { Reservations } from './reservations.service.ts';

/** The keys under which changes were prepared, refused, or aborted unseen. */
export type Preparations = Commands<ProfileRefusal>;

/** Checks and reserves all values of a change, or refuses them all. */
export type Prepare = (key: string, input: ProfileChangeInput) => ReturnType<Preparations['run']>;

export interface PreparationParts {
  readonly db: Database;
  readonly clock: Clock;
  readonly outbox: Outbox;
  /** This app's own name, under which it leaves itself jobs. */
  readonly service: string;
  readonly media: Media;
  readonly users: Users;
  readonly reservations: Reservations;
}

/** The photo of a change: its id in this app, null to take it away, undefined to leave it; or it is none the app takes. */
type Photo = { readonly id: string | null | undefined } | 'BAD_PHOTO';

export function createPreparations({ db, clock }: Pick<PreparationParts, 'db' | 'clock'>): Preparations {
  return createCommands({ db, clock, operation: 'prepareProfileChange', refusal: storedProfileRefusal });
}

export function createPrepare(parts: PreparationParts, preparations: Preparations): Prepare {
  const { db, clock, outbox, service, media, users, reservations } = parts;
  const store = createProfileChangesStore(db);

  /** Fetches the photo when it is a sister's. */
  async function photoOf(key: string, { accountId, photo, removePhoto }: ProfileChangeInput): Promise<Photo> {
    if (photo === null) return { id: removePhoto ? null : undefined };
    const taken = await takeSource(media, photo, accountId, `${key}/photo`);
    const [file] = taken.ok ? await media.factsOf(accountId, [taken.id]) : [];
    return file?.kind === 'PHOTO' ? { id: file.id } : 'BAD_PHOTO';
  }

  /** PR7: a value that is not newer than the one in effect comes too late. */
  async function staleness(tx: Writer, user: User, input: ProfileChangeInput): Promise<ProfileRefusal[]> {
    const refusals: ProfileRefusal[] = [];
    for (const { field, version } of input.versions) {
      const current = (await store.versionOf(tx, user.id, field)) ?? 0;
      if (version <= current) refusals.push(refuse(field, 'STALE'));
    }
    return refusals;
  }

  async function reserve(
    tx: Writer,
    key: string,
    input: ProfileChangeInput,
    photo: Photo,
  ): Promise<Outcome<ProfileRefusal>> {
    const user = await users.active(tx, input.accountId);
    if (user === undefined) return refused([refuse(fieldsOf(input)[0] ?? 'USERNAME', 'ACCOUNT_NOT_ACTIVE')]);
    if (photo === 'BAD_PHOTO') return refused([refuse('PHOTO', photo)]);
    const stale = await staleness(tx, user, input);
    if (stale.length > 0) return refused(stale);
    const values = newValues(user, input, photo.id);
    const refusals = await reservations.reserve(tx, key, user, values);
    if (refusals.length > 0) return refused(refusals);
    const changed = changedFields(values);
    const versions = input.versions.filter(({ field }) => changed.includes(field));
    const what = { key, userId: user.id, ...rowOf(values), versions };
    await store.add(tx, { ...what, state: 'PREPARED', createdAt: clock.now() });
    await outbox.enqueue(tx, watchJob(service, key, input.expiresAt));
    return { state: 'DONE', resultId: user.id };
  }

  return async (key, input) => {
    const command = { key, body: changeBody(input) };
    const known = await preparations.earlier(command);
    if (known !== undefined) return known;
    const photo = await photoOf(key, input);
    return preparations.run(command, (tx) => reserve(tx, key, input, photo));
  };
}

function refused(refusals: readonly ProfileRefusal[]): Outcome<ProfileRefusal> {
  return { state: 'REFUSED', refusals };
}
