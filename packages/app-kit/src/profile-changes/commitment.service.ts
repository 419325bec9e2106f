import type { Writer } from '@accounts-center/db';
import type { Clock, Ids } from '@accounts-center/subgraph-kit';
import type { Media } from '../media/media.ts';
import type { Usernames } from '../usernames/usernames.service.ts';
import type { ProfileField } from '../users/profile-refusal.ts';
import type { ProfileValues, User } from '../users/user.ts';
import type { Users } from '../users/users.service.ts';
import { changedFields, properties } from './profile-change.ts';
import { type ProfileChangeRow, type ProfileChangesStore, valuesOf } from './profile-changes.store.ts';
import type { Reservations } from './reservations.service.ts';

/** Puts a prepared change into effect, value by value: one that a newer one has overtaken goes into the history alone (PR7). */
export type Commit = (tx: Writer, row: ProfileChangeRow) => Promise<User>;

export function createCommit(parts: {
  clock: Clock;
  ids: Ids;
  media: Media;
  users: Users;
  usernames: Usernames;
  reservations: Reservations;
  store: ProfileChangesStore;
}): Commit {
  const { clock, ids, media, users, usernames, reservations, store } = parts;

  async function remember(
    tx: Writer,
    user: User,
    what: { readonly field: ProfileField; readonly value: string | null; readonly version: number },
    changedAt: Date,
  ): Promise<void> {
    const id = ids.next('phs');
    await store.remember(tx, { id, userId: user.id, ...what, changedAt });
    // So that a former photo can be brought back (PR5).
    if (what.field === 'PHOTO' && what.value !== null)
      await media.keep(tx, { user: 'HISTORY', userId: id }, [what.value]);
  }

  /** Notes a new value; returns whether it is the newest. */
  async function supersede(tx: Writer, user: User, row: ProfileChangeRow, field: ProfileField): Promise<boolean> {
    const current = await store.versionOf(tx, user.id, field);
    const before = user[properties[field]];
    if (current === undefined) await remember(tx, user, { field, value: before, version: 0 }, user.createdAt);
    const version = row.versions.find((one) => one.field === field)?.version ?? 0;
    const value = valuesOf(row)[properties[field]] ?? null;
    await remember(tx, user, { field, value, version }, clock.now());
    return version > (current ?? 0);
  }

  async function showPhoto(tx: Writer, userId: string, photoId: string | null): Promise<void> {
    const use = { user: 'PROFILE', userId } as const;
    await media.release(tx, use);
    if (photoId !== null) await media.keep(tx, use, [photoId], 'PUBLIC');
  }

  return async (tx, row) => {
    const user = await users.get(tx, row.userId);
    const values = valuesOf(row);
    const newest = new Set<keyof ProfileValues>();
    for (const field of changedFields(values)) if (await supersede(tx, user, row, field)) newest.add(properties[field]);
    if (newest.has('username')) await usernames.enforce(tx, row.key, user.id);
    if (newest.has('photoId')) await showPhoto(tx, user.id, values.photoId ?? null);
    await reservations.release(tx, row.key);
    await store.decide(tx, row.key, 'COMMITTED');
    const inEffect = Object.fromEntries(
      Object.entries(values).filter(([name]) => newest.has(name as keyof ProfileValues)),
    );
    return users.applyProfile(tx, user.id, inEffect);
  };
}
