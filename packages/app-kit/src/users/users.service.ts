import type { Database, Reader, Writer } from '@accounts-center/db';
import { type Clock, hasMoreLetters, isId, storable } from '@accounts-center/subgraph-kit';
import { createCommands } from '../commands/commands.service.ts';
import type { Media } from '../media/media.ts';
import type { Rules } from '../rules/rules.ts';
import { MAX_USERNAME_UNITS } from '../usernames/check-username.ts';
import type { Usernames } from '../usernames/usernames.service.ts';
import { checkDisplayName } from './check-display-name.ts';
import { type ProfileRefusal, refuse as refusal, storedProfileRefusal } from './profile-refusal.ts';
import type { ChangedUser, ProfileValues, User } from './user.ts';
import { createUsersStore } from './users.store.ts';

const MAX_BIO_LENGTH = 500;

export interface NewAccount {
  /** With the app's prefix, made by accounts-center. */
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
}

export type CreateAccountResult =
  | { readonly ok: true; readonly user: User }
  | { readonly ok: false; readonly code: 'REFUSED'; readonly refusals: readonly ProfileRefusal[] }
  /** BAD_ID: not of this app, or of another account. */
  | { readonly ok: false; readonly code: 'KEY_REUSED' | 'BAD_ID' };

export interface AccountChange {
  readonly accountId: string;
  /** Null clears it. */
  readonly bio?: string | null | undefined;
  readonly isPrivate?: boolean | null | undefined;
}

export type UpdateAccountResult = ChangedUser<'ACCOUNT_NOT_FOUND' | 'TOO_LONG'>;

/** The accounts of one app. */
export interface Users {
  /** Whether an id has the form of this app's account ids. */
  isUserId(id: string): boolean;
  byIds(ids: readonly string[]): Promise<ReadonlyMap<string, User>>;
  byUsername(username: string): Promise<User | undefined>;
  /** The account if it is there and may act. */
  active(reader: Reader, id: string): Promise<User | undefined>;
  /** An account that is known to be there, in whatever state. */
  get(reader: Reader, id: string): Promise<User>;
  /** Makes an account, once for a key, or refuses it under that key for good. */
  create(key: string, account: NewAccount): Promise<CreateAccountResult>;
  /** Changes what only this app knows of an account. */
  updateAccount(change: AccountChange): Promise<UpdateAccountResult>;
  /** Puts new profile values into effect; whoever calls has checked and claimed them. */
  applyProfile(tx: Writer, id: string, values: ProfileValues): Promise<User>;
}

export function createUsers(parts: {
  db: Database;
  clock: Clock;
  media: Media;
  usernames: Usernames;
  rules: Rules;
  /** What the ids of this app's accounts begin with, e.g. `fbu`. */
  idPrefix: string;
}): Users {
  const { db, clock, media, idPrefix } = parts;
  const store = createUsersStore(db);
  const commands = createCommands({ db, clock, operation: 'createAccount', refusal: storedProfileRefusal });
  const isUserId = (id: string): boolean => isId(id, idPrefix);

  async function active(reader: Reader, id: string): Promise<User | undefined> {
    const [user] = isUserId(id) ? await store.byIds(reader, [id]) : [];
    return user?.state === 'ACTIVE' ? user : undefined;
  }

  async function get(reader: Reader, id: string): Promise<User> {
    const [user] = await store.byIds(reader, [id]);
    if (user === undefined) throw new Error(`The account ${id} is gone.`);
    return user;
  }

  return {
    isUserId,
    active,
    get,
    byIds: async (ids) => {
      const wellFormed = ids.filter(isUserId);
      const users = wellFormed.length > 0 ? await store.byIds(db.read, wellFormed) : [];
      return new Map(users.map((user) => [user.id, user]));
    },
    byUsername: async (username) => {
      const canBe = username.length <= MAX_USERNAME_UNITS && storable(username) === username;
      return canBe ? store.byUsername(db.read, username) : undefined;
    },
    create: async (key, account) => {
      if (!isUserId(account.id)) return { ok: false, code: 'BAD_ID' };
      const outcome = await commands.run({ key, body: account }, async (tx) => {
        const refusals = await claimProfile(tx, account, parts);
        if (refusals.length > 0) return { state: 'REFUSED', refusals };
        const isAdded = await store.add(tx, newUser(account, clock.now()));
        return isAdded ? { state: 'DONE', resultId: account.id } : undefined;
      });
      if (outcome === 'KEY_REUSED') return { ok: false, code: 'KEY_REUSED' };
      if (outcome?.state === 'REFUSED') return { ok: false, code: 'REFUSED', refusals: outcome.refusals };
      if (outcome?.state !== 'DONE') return { ok: false, code: 'BAD_ID' };
      return { ok: true, user: await get(db.read, outcome.resultId) };
    },
    updateAccount: (change) =>
      db.write(async (tx): Promise<UpdateAccountResult> => {
        const user = await active(tx, change.accountId);
        if (user === undefined) return { ok: false, code: 'ACCOUNT_NOT_FOUND' };
        const bio = change.bio === undefined ? user.bio : storable(change.bio ?? '');
        if (hasMoreLetters(bio, MAX_BIO_LENGTH)) return { ok: false, code: 'TOO_LONG' };
        const isPrivate = change.isPrivate ?? user.isPrivate;
        await store.update(tx, user.id, { bio, isPrivate });
        // What was published for everybody is from now on for accepted people; the profile photo stays open.
        if (isPrivate && !user.isPrivate)
          await media.restrict(tx, user.id, user.photoId === null ? [] : [user.photoId]);
        return { ok: true, user: { ...user, bio, isPrivate } };
      }),
    applyProfile: async (tx, id, values) => {
      const user = await store.update(tx, id, values);
      if (user === undefined) throw new Error(`There is no account ${id} to change.`);
      return user;
    },
  };
}

async function claimProfile(
  tx: Writer,
  { id, username, displayName }: NewAccount,
  { usernames, rules }: { readonly usernames: Usernames; readonly rules: Rules },
): Promise<ProfileRefusal[]> {
  const claimed = await usernames.claim(tx, { username, userId: id, changeKey: null });
  const nameFault = checkDisplayName(rules.displayName, displayName);
  return [
    ...(claimed === 'ok' ? [] : [refusal('USERNAME', claimed)]),
    ...(nameFault === undefined ? [] : [refusal('DISPLAY_NAME', nameFault)]),
  ];
}

function newUser({ id, username, displayName }: NewAccount, createdAt: Date): User {
  const rest = {
    photoId: null,
    bio: '',
    isPrivate: false,
    isVerified: false,
    state: 'ACTIVE',
    stateVersion: 1,
    createdAt,
  } as const;
  return { id, username, displayName, ...rest };
}
