import type { Database, Writer } from '@accounts-center/db';
import type { UsernameRules } from '../rules/rules.ts';
import { checkUsername, normalizeUsername, type UsernameFault } from './check-username.ts';
import { createUsernamesStore } from './usernames.store.ts';

/** Who may have which username (PR3). */
export interface Usernames {
  /** Which of these an account could get now, in their order: well formed, not reserved, held by nobody. */
  available(candidates: readonly string[]): Promise<string[]>;
  /**
   * Claims a name for an account in the transaction that needs it; the name that it has already is its own.
   * @param claim.changeKey the profile change that reserves it; null puts it in force at once
   */
  claim(
    tx: Writer,
    claim: { readonly username: string; readonly userId: string; readonly changeKey: string | null },
  ): Promise<'ok' | 'TAKEN' | UsernameFault>;
  /** Puts the name that a change reserved in force; the account's former name is free from then on. */
  enforce(tx: Writer, changeKey: string, userId: string): Promise<void>;
  /** Gives up the name that a change reserved. */
  release(tx: Writer, changeKey: string): Promise<void>;
}

export function createUsernames(db: Database, rules: UsernameRules): Usernames {
  const store = createUsernamesStore(db);
  return {
    available: async (candidates) => {
      const wellFormed = candidates.filter((username) => checkUsername(rules, username) === undefined);
      const claims = wellFormed.length > 0 ? await store.claims(db.read, wellFormed.map(normalizeUsername)) : [];
      const held = new Set(claims.map((claim) => claim.usernameNormal));
      return wellFormed.filter((username) => !held.has(normalizeUsername(username)));
    },
    claim: async (tx, { username, userId, changeKey }) => {
      const fault = checkUsername(rules, username);
      if (fault !== undefined) return fault;
      const usernameNormal = normalizeUsername(username);
      if (await store.add(tx, { usernameNormal, userId, changeKey })) return 'ok';
      const [claim] = await store.claims(tx, [usernameNormal]);
      return claim?.userId === userId && claim.changeKey === null ? 'ok' : 'TAKEN';
    },
    enforce: store.enforce,
    release: store.release,
  };
}
