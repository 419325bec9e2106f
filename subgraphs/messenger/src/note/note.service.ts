import { checkLine, type FeatureParts, type User } from '@accounts-center/app-kit';
import { createNoteStore, type Note } from './note.store.ts';

const MAX_LENGTH = 60;
const SHOWN_FOR_MS = 24 * 60 * 60_000;

export type UpdateNoteResult =
  | { readonly ok: true; readonly user: User }
  | { readonly ok: false; readonly code: 'ACCOUNT_NOT_FOUND' | 'NOT_ONE_LINE' | 'TOO_LONG' };

/** The notes that accounts show their friends. Who may see which is for the resolvers to say. */
export interface Notes {
  /** By the accounts' ids; who shows none is left out. */
  of(userIds: readonly string[]): Promise<ReadonlyMap<string, Note>>;
  /** @param text nothing but spaces takes the note away */
  update(userId: string, text: string): Promise<UpdateNoteResult>;
  /** Deletes the expired ones, which nobody is shown any more. */
  sweep(): Promise<void>;
}

export function createNotes({ db, clock, services }: Pick<FeatureParts, 'db' | 'clock' | 'services'>): Notes {
  const store = createNoteStore(db);
  return {
    of: (userIds) => store.of(db.read, userIds, clock.now()),
    update: (userId, text) =>
      db.write(async (tx): Promise<UpdateNoteResult> => {
        const user = await services.users.active(tx, userId);
        if (user === undefined) return { ok: false, code: 'ACCOUNT_NOT_FOUND' };
        const checked = checkLine(text, MAX_LENGTH);
        if (!checked.ok) return checked;
        const expiresAt = new Date(clock.now().getTime() + SHOWN_FOR_MS);
        await (checked.line === ''
          ? store.remove(tx, userId)
          : store.put(tx, userId, { text: checked.line, expiresAt }));
        return { ok: true, user };
      }),
    sweep: () => db.write((tx) => store.removeExpired(tx, clock.now()), { name: 'sweep notes' }),
  };
}
