import type { Database, Reader, Writer } from '@accounts-center/db';
import type { Clock, Outbox } from '@accounts-center/subgraph-kit';
import type { Media } from '../media/media.ts';
import { takeSource } from '../media-source/media-source.ts';
import { hashOf } from '../rules/keys.ts';
import { type ProfileRefusal, refuse } from '../users/profile-refusal.ts';
import type { Users } from '../users/users.service.ts';
import { watchJob } from './in-doubt.ts';
import { changeBody, fieldsOf, newValues, type PrepareResult, type ProfileChangeInput } from './profile-change.ts';
import { createProfileChangesStore, type ProfileChangeRow, rowOf } from './profile-changes.store.ts';
import type { Reservations } from './reservations.service.ts';

/** Checks and reserves all values of a change, or refuses them all. */
export type Prepare = (key: string, input: ProfileChangeInput) => Promise<PrepareResult>;

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

type Judgement = Omit<ProfileChangeRow, 'key' | 'bodyHash' | 'createdAt'>;

export function createPrepare(parts: PreparationParts): Prepare {
  const { db, clock, outbox, service, media, users, reservations } = parts;
  const store = createProfileChangesStore(db);

  /** Fetches the photo when it is a sister's. */
  async function photoOf(key: string, { accountId, photo, removePhoto }: ProfileChangeInput): Promise<Photo> {
    if (photo === null) return { id: removePhoto ? null : undefined };
    const taken = await takeSource(media, photo, accountId, `${key}/photo`);
    const [file] = taken.ok ? await media.factsOf(accountId, [taken.id]) : [];
    return file?.kind === 'PHOTO' ? { id: file.id } : 'BAD_PHOTO';
  }

  async function judge(tx: Writer, key: string, input: ProfileChangeInput, photo: Photo): Promise<Judgement> {
    const user = await users.active(tx, input.accountId);
    if (user === undefined) return refusal([refuse(fieldsOf(input)[0] ?? 'USERNAME', 'ACCOUNT_NOT_ACTIVE')]);
    if (photo === 'BAD_PHOTO') return refusal([refuse('PHOTO', photo)]);
    const values = newValues(user, input, photo.id);
    const refusals = await reservations.reserve(tx, key, user, values);
    return refusals.length > 0 ? refusal(refusals) : { state: 'PREPARED', userId: user.id, ...rowOf(values), refusals };
  }

  /** What was answered to a key; undefined when it is new. */
  async function earlier(reader: Reader, key: string, bodyHash: string): Promise<PrepareResult | undefined> {
    const row = await store.find(reader, key);
    if (row === undefined) return undefined;
    if (row.bodyHash !== null && row.bodyHash !== bodyHash) return { ok: false, code: 'KEY_REUSED' };
    return { ok: true, state: row.state, refusals: row.refusals };
  }

  return async (key, input) => {
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
  };
}

/** Of what is refused only the reasons are kept. */
export function refusal(refusals: readonly ProfileRefusal[]): Judgement {
  return { state: 'ABORTED', userId: null, ...rowOf({}), refusals };
}
