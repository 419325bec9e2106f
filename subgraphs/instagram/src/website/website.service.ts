import type { FeatureParts, User } from '@accounts-center/app-kit';
import { checkWebsite } from './check-website.ts';
import { createWebsiteStore } from './website.store.ts';

export type UpdateWebsiteResult =
  | { readonly ok: true; readonly user: User }
  | { readonly ok: false; readonly code: 'ACCOUNT_NOT_FOUND' | 'NOT_A_WEBSITE' | 'TOO_LONG' };

/** The websites that accounts show. */
export interface Websites {
  /** By the accounts' ids; who shows none is left out. */
  of(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** @param address null takes it away */
  update(userId: string, address: string | null): Promise<UpdateWebsiteResult>;
}

export function createWebsites({ db, services }: Pick<FeatureParts, 'db' | 'services'>): Websites {
  const store = createWebsiteStore(db);
  return {
    of: (userIds) => store.of(db.read, userIds),
    update: (userId, address) =>
      db.write(async (tx): Promise<UpdateWebsiteResult> => {
        const user = await services.users.active(tx, userId);
        if (user === undefined) return { ok: false, code: 'ACCOUNT_NOT_FOUND' };
        if (address === null) await store.remove(tx, userId);
        else {
          const checked = checkWebsite(address);
          if (!checked.ok) return checked;
          await store.put(tx, userId, checked.address);
        }
        return { ok: true, user };
      }),
  };
}
