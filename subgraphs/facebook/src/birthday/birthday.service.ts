import type { FeatureParts, User } from '@accounts-center/app-kit';
import { createBirthdayStore } from './birthday.store.ts';
import { type Birthday, isBirthday } from './birthday.ts';

export type UpdateBirthdayResult =
  | { readonly ok: true; readonly user: User }
  | { readonly ok: false; readonly code: 'ACCOUNT_NOT_FOUND' | 'NO_SUCH_DAY' };

/** The birthdays that accounts tell their friends. Who may see which is for the resolvers to say. */
export interface Birthdays {
  /** By the accounts' ids; who tells none is left out. */
  of(userIds: readonly string[]): Promise<ReadonlyMap<string, Birthday>>;
  /** @param birthday null takes it away */
  update(userId: string, birthday: Birthday | null): Promise<UpdateBirthdayResult>;
}

export function createBirthdays({ db, clock, services }: Pick<FeatureParts, 'db' | 'clock' | 'services'>): Birthdays {
  const store = createBirthdayStore(db);
  return {
    of: (userIds) => store.of(db.read, userIds),
    update: (userId, birthday) =>
      db.write(async (tx): Promise<UpdateBirthdayResult> => {
        const user = await services.users.active(tx, userId);
        if (user === undefined) return { ok: false, code: 'ACCOUNT_NOT_FOUND' };
        if (birthday === null) await store.remove(tx, userId);
        else if (isBirthday(birthday, clock.now())) await store.put(tx, userId, birthday);
        else return { ok: false, code: 'NO_SUCH_DAY' };
        return { ok: true, user };
      }),
  };
}
