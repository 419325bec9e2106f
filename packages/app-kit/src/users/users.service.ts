import type { Database, Reader, Writer } from '@accounts-center/db';
import { type Clock, type Idempotency, isId } from '@accounts-center/subgraph-kit';
import type { Media } from '../media/media.ts';
import { lettersIn, storable } from '../rules/letters.ts';
import type { Rules } from '../rules/rules.ts';
import type { Usernames } from '../usernames/usernames.service.ts';
import { writeResult } from '../write-result.ts';
import { checkDisplayName } from './check-display-name.ts';
import { type ProfileRefusal, refuse as refusal } from './profile-refusal.ts';
import type { ProfileValues, User } from './user.ts';
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

export type UpdateAccountResult =
  | { readonly ok: true; readonly user: User }
  | { readonly ok: false; readonly code: 'ACCOUNT_NOT_FOUND' | 'TOO_LONG' };

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
  /** Makes an account, once for a key. */
  create(key: string, account: NewAccount): Promise<CreateAccountResult>;
  /** Changes what only this app knows of an account. */
  updateAccount(change: AccountChange): Promise<UpdateAccountResult>;
  /** Puts new profile values into effect; whoever calls has checked and claimed them. */
  applyProfile(tx: Writer, id: string, values: ProfileValues): Promise<User>;
}

export function createUsers(parts: {
  db: Database;
  clock: Clock;
  idempotency: Idempotency;
  media: Media;
  usernames: Usernames;
  rules: Rules;
  /** What the ids of this app's accounts begin with, e.g. `fbu`. */
  idPrefix: string;
}): Users {
  const { db, clock, idempotency, media, usernames, rules, idPrefix } = parts;
  const store = createUsersStore(db);
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

  async function claimProfile(tx: Writer, { id, username, displayName }: NewAccount): Promise<ProfileRefusal[]> {
    const claimed = await usernames.claim(tx, { username, userId: id, changeKey: null });
    const nameFault = checkDisplayName(rules.displayName, displayName);
    return [
      ...(claimed === 'ok' ? [] : [refusal('USERNAME', claimed)]),
      ...(nameFault === undefined ? [] : [refusal('DISPLAY_NAME', nameFault)]),
    ];
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
    byUsername: async (username) => (storable(username) === username ? store.byUsername(db.read, username) : undefined),
    create: (key, account) =>
      writeResult<CreateAccountResult>(db, async (tx) => {
        if (!isUserId(account.id)) return { ok: false, code: 'BAD_ID' };
        const claim = { scope: '', operation: 'createAccount', key, body: account, resultId: account.id };
        const claimed = await idempotency.claim(tx, claim);
        if (claimed.kind === 'conflict') return { ok: false, code: 'KEY_REUSED' };
        if (claimed.kind === 'replay') return { ok: true, user: await get(tx, claimed.resultId) };
        const refusals = await claimProfile(tx, account);
        if (refusals.length > 0) return { ok: false, code: 'REFUSED', refusals };
        const user = newUser(account, clock.now());
        return (await store.add(tx, user)) ? { ok: true, user } : { ok: false, code: 'BAD_ID' };
      }),
    updateAccount: (change) =>
      db.write(async (tx): Promise<UpdateAccountResult> => {
        const user = await active(tx, change.accountId);
        if (user === undefined) return { ok: false, code: 'ACCOUNT_NOT_FOUND' };
        const bio = change.bio === undefined ? user.bio : storable(change.bio ?? '');
        if (lettersIn(bio) > MAX_BIO_LENGTH) return { ok: false, code: 'TOO_LONG' };
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

function newUser({ id, username, displayName }: NewAccount, createdAt: Date): User {
  const rest = { photoId: null, bio: '', isPrivate: false, isVerified: false, state: 'ACTIVE', createdAt } as const;
  return { id, username, displayName, ...rest };
}
