import type { Database, Reader, Writer } from '@accounts-center/db';
import { and, eq, inArray, isNull } from 'drizzle-orm';
import { usernamesTables } from './usernames.table.ts';

export interface UsernameClaim {
  readonly usernameNormal: string;
  readonly userId: string;
  /** The profile change that reserves it; null once the name is in force. */
  readonly changeKey: string | null;
}

export interface UsernamesStore {
  /** The claims on these names, in their normal form. */
  claims(reader: Reader, usernames: readonly string[]): Promise<UsernameClaim[]>;
  /** Adds a claim; false when there is one for that name. */
  add(tx: Writer, claim: UsernameClaim): Promise<boolean>;
  /** Puts the name that a change reserved in force, in place of the account's former one. */
  enforce(tx: Writer, changeKey: string, userId: string): Promise<void>;
  /** Gives up the name that a change reserved. */
  release(tx: Writer, changeKey: string): Promise<void>;
}

export function createUsernamesStore(db: Database): UsernamesStore {
  const { usernameClaim } = db.tables(usernamesTables);
  return {
    claims: async (reader, usernames) =>
      reader
        .select()
        .from(usernameClaim)
        .where(inArray(usernameClaim.usernameNormal, [...usernames])),
    add: async (tx, claim) => {
      const added = await tx.insert(usernameClaim).values(claim).onConflictDoNothing().returning();
      return added.length > 0;
    },
    enforce: async (tx, changeKey, userId) => {
      const isReserved = eq(usernameClaim.changeKey, changeKey);
      const [reserved] = await tx.select().from(usernameClaim).where(isReserved);
      // A change of capitals alone reserves nothing: the name in force stays.
      if (reserved === undefined) return;
      await tx.delete(usernameClaim).where(and(eq(usernameClaim.userId, userId), isNull(usernameClaim.changeKey)));
      await tx.update(usernameClaim).set({ changeKey: null }).where(isReserved);
    },
    release: async (tx, changeKey) => {
      await tx.delete(usernameClaim).where(eq(usernameClaim.changeKey, changeKey));
    },
  };
}
