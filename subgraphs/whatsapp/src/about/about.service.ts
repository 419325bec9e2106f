import { checkLine, type FeatureParts, type User } from '@accounts-center/app-kit';
import { createAboutStore } from './about.store.ts';

const MAX_LENGTH = 139;

export type UpdateAboutResult =
  | { readonly ok: true; readonly user: User }
  | { readonly ok: false; readonly code: 'ACCOUNT_NOT_FOUND' | 'NOT_ONE_LINE' | 'TOO_LONG' };

/** The lines that accounts show about themselves. */
export interface Abouts {
  /** By the accounts' ids; who shows none is left out. */
  of(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** @param text nothing but spaces takes the line away */
  update(userId: string, text: string): Promise<UpdateAboutResult>;
}

export function createAbouts({ db, services }: Pick<FeatureParts, 'db' | 'services'>): Abouts {
  const store = createAboutStore(db);
  return {
    of: (userIds) => store.of(db.read, userIds),
    update: (userId, text) =>
      db.write(async (tx): Promise<UpdateAboutResult> => {
        const user = await services.users.active(tx, userId);
        if (user === undefined) return { ok: false, code: 'ACCOUNT_NOT_FOUND' };
        const checked = checkLine(text, MAX_LENGTH);
        if (!checked.ok) return checked;
        await (checked.line === '' ? store.remove(tx, userId) : store.put(tx, userId, checked.line));
        return { ok: true, user };
      }),
  };
}
