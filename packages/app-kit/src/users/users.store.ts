import type { Database, Reader, Writer } from '@accounts-center/db';
import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import { normalizeUsername } from '../usernames/check-username.ts';
import type { AccountState, ProfileValues, User } from './user.ts';
import { usersTables } from './users.table.ts';

export type UserChange = ProfileValues & Partial<Pick<User, 'bio' | 'isPrivate'>>;

export interface UsersStore {
  byIds(reader: Reader, ids: readonly string[]): Promise<User[]>;
  byUsername(reader: Reader, username: string): Promise<User | undefined>;
  /** Adds an account; false when there is one with its id. */
  add(tx: Writer, user: User): Promise<boolean>;
  /** Brings an account into a state. Returns the state's version; undefined when it was in it before, or there is none. */
  setState(tx: Writer, id: string, state: AccountState): Promise<number | undefined>;
  /** Returns the account after the change, or undefined when there is none. */
  update(tx: Writer, id: string, change: UserChange): Promise<User | undefined>;
}

export function createUsersStore(db: Database): UsersStore {
  const { user } = db.tables(usersTables);
  return {
    byIds: async (reader, ids) =>
      reader
        .select()
        .from(user)
        .where(inArray(user.id, [...ids])),
    byUsername: async (reader, username) => {
      const [row] = await reader
        .select()
        .from(user)
        .where(eq(user.usernameNormal, normalizeUsername(username)));
      return row;
    },
    add: async (tx, row) => {
      const values = { ...row, usernameNormal: normalizeUsername(row.username) };
      const added = await tx
        .insert(user)
        .values(values)
        .onConflictDoNothing({ target: user.id })
        .returning({ id: user.id });
      return added.length > 0;
    },
    setState: async (tx, id, state) => {
      const [row] = await tx
        .update(user)
        .set({ state, stateVersion: sql`${user.stateVersion} + 1` })
        .where(and(eq(user.id, id), ne(user.state, state)))
        .returning({ version: user.stateVersion });
      return row?.version;
    },
    update: async (tx, id, change) => {
      const { username } = change;
      const values = { ...change, ...(username !== undefined && { usernameNormal: normalizeUsername(username) }) };
      // Drizzle refuses an update of nothing.
      const [row] = await tx
        .update(user)
        .set({ id, ...values })
        .where(eq(user.id, id))
        .returning();
      return row;
    },
  };
}
