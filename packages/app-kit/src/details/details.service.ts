import type { FeatureParts } from '../feature.ts';
import type { ChangedUser } from '../users/user.ts';
import { createDetailsStore, type DetailTable } from './details.store.ts';

/** What an account is to tell from now on, null for nothing; or what is wrong with it. */
export type CheckedDetail<V, Code extends string> =
  | { readonly ok: true; readonly value: V | null }
  | { readonly ok: false; readonly code: Code };

/** One thing that accounts tell about themselves in one app alone. Who may see it is for the resolvers to say. */
export interface Details<V, Code extends string, Wanted = V> {
  /** By the accounts' ids; who tells nothing is left out. */
  of(userIds: readonly string[]): Promise<ReadonlyMap<string, V>>;
  /** @param wanted null takes away what was told */
  update(userId: string, wanted: Wanted | null): Promise<ChangedUser<Code | 'ACCOUNT_NOT_FOUND'>>;
}

/**
 * @param table where it is kept
 * @param check judges what somebody wants to tell, and says how it is kept
 */
export function createDetails<V extends object, Code extends string, Wanted = V>(
  { db, services }: Pick<FeatureParts, 'db' | 'services'>,
  table: DetailTable<V>,
  check: (wanted: Wanted) => CheckedDetail<V, Code>,
): Details<V, Code, Wanted> {
  const store = createDetailsStore(table);
  return {
    of: (userIds) => store.of(db.read, userIds),
    update: (userId, wanted) =>
      db.write(async (tx): Promise<ChangedUser<Code | 'ACCOUNT_NOT_FOUND'>> => {
        const user = await services.users.active(tx, userId);
        if (user === undefined) return { ok: false, code: 'ACCOUNT_NOT_FOUND' };
        const checked = wanted === null ? nothing : check(wanted);
        if (!checked.ok) return checked;
        await (checked.value === null ? store.remove(tx, userId) : store.put(tx, userId, checked.value));
        return { ok: true, user };
      }),
  };
}

const nothing = { ok: true, value: null } as const;
