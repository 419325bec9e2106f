import type { Database, Writer } from '@accounts-center/db';
import type { Clock } from '@accounts-center/subgraph-kit';
import type { Media, MediaUse } from '../media/media.ts';
import type { CoolDown, Rules } from '../rules/rules.ts';
import type { Usernames } from '../usernames/usernames.service.ts';
import { checkDisplayName } from '../users/check-display-name.ts';
import { type ProfileRefusal, refuse } from '../users/profile-refusal.ts';
import type { ProfileValues, User } from '../users/user.ts';
import { coolDownEnd, coolDownStart } from './cool-down.ts';
import { createProfileChangesStore } from './profile-changes.store.ts';

/** What a profile change holds until it is decided: a username that nobody else gets, a photo that nothing else shows. */
export interface Reservations {
  /** Checks new values and reserves them for a change (PR4); when there is a reason against one, the caller undoes it all. */
  reserve(tx: Writer, key: string, user: User, values: ProfileValues): Promise<ProfileRefusal[]>;
  /** Gives up what is reserved for a change. */
  release(tx: Writer, key: string): Promise<void>;
}

export function createReservations(parts: {
  db: Database;
  clock: Clock;
  media: Media;
  usernames: Usernames;
  rules: Rules;
}): Reservations {
  const { db, clock, media, usernames, rules } = parts;
  const store = createProfileChangesStore(db);

  async function coolDown(
    tx: Writer,
    user: User,
    field: 'USERNAME' | 'DISPLAY_NAME',
    rule: CoolDown | null,
  ): Promise<ProfileRefusal[]> {
    if (rule === null) return [];
    const end = coolDownEnd(rule, await store.changesOf(tx, user.id, field, coolDownStart(rule, clock.now())));
    return end === undefined ? [] : [refuse(field, 'COOL_DOWN', end)];
  }

  async function reserveUsername(tx: Writer, key: string, user: User, username: string): Promise<ProfileRefusal[]> {
    const claimed = await usernames.claim(tx, { username, userId: user.id, changeKey: key });
    if (claimed !== 'ok') return [refuse('USERNAME', claimed)];
    return coolDown(tx, user, 'USERNAME', rules.username.coolDown);
  }

  async function checkNewDisplayName(tx: Writer, user: User, displayName: string): Promise<ProfileRefusal[]> {
    const fault = checkDisplayName(rules.displayName, displayName);
    if (fault !== undefined) return [refuse('DISPLAY_NAME', fault)];
    return coolDown(tx, user, 'DISPLAY_NAME', rules.displayName.coolDown);
  }

  async function reservePhoto(tx: Writer, key: string, user: User, photoId: string): Promise<ProfileRefusal[]> {
    const attached = await media.attach(tx, useOf(key), { ownerId: user.id, ids: [photoId], access: 'RESTRICTED' });
    return attached === 'ok' ? [] : [refuse('PHOTO', 'BAD_PHOTO')];
  }

  return {
    reserve: async (tx, key, user, { username, displayName, photoId }) => {
      const refusals = [
        ...(username === undefined ? [] : await reserveUsername(tx, key, user, username)),
        ...(displayName === undefined ? [] : await checkNewDisplayName(tx, user, displayName)),
      ];
      if (refusals.length === 0 && photoId) refusals.push(...(await reservePhoto(tx, key, user, photoId)));
      return refusals;
    },
    release: async (tx, key) => {
      await usernames.release(tx, key);
      await media.release(tx, useOf(key));
    },
  };
}

function useOf(changeKey: string): MediaUse {
  return { user: 'CHANGE', userId: changeKey };
}
