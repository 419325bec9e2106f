import type { Reader } from '@accounts-center/db';
import type { SharedKind } from '../generated/accounts-center.ts';
import { type Refusal, refuse } from '../user-errors.ts';
import type { CrossPostRequest, SharingDependencies } from './sharing.ts';
import { createSharingSettingsStore } from './sharing-settings.store.ts';

export type ChosenTargets =
  | { readonly ok: true; readonly targetIds: readonly string[] }
  | Refusal<'SAME_ACCOUNT' | 'ACCOUNT_NOT_FOUND'>;

/** What is published, by whom. */
interface Publishing {
  readonly authorId: string;
  readonly kind: SharedKind;
}

/** Who gets a copy. */
export interface Targets {
  /** Exactly the accounts that a post names, else those to which everything is carried (X1, X2). */
  choose(request: Publishing & Pick<CrossPostRequest, 'targetAccountIds'>, reader?: Reader): Promise<ChosenTargets>;
  /** The accounts of the author's center to which everything of a kind is carried, by a setting made before an instant. */
  standing(publishing: Publishing, setBefore: Date | null, reader?: Reader): Promise<readonly string[]>;
}

export function createTargets({ db, membership }: Pick<SharingDependencies, 'db' | 'membership'>): Targets {
  const settings = createSharingSettingsStore(db);

  async function membersWith(accountId: string, reader?: Reader): Promise<ReadonlySet<string>> {
    const centerId = await membership.centerOf(accountId, reader);
    const members = centerId === undefined ? [] : await membership.accountsOf(centerId, reader);
    return new Set(members.map(({ id }) => id));
  }

  const standing: Targets['standing'] = async ({ authorId, kind }, setBefore, reader) => {
    const targetIds = await settings.alwaysTargets({ fromId: authorId, kind, setBefore }, reader);
    if (targetIds.length === 0) return [];
    const members = await membersWith(authorId, reader);
    return targetIds.filter((id) => members.has(id));
  };

  return {
    standing,
    async choose(request, reader) {
      const { authorId, targetAccountIds } = request;
      if (targetAccountIds === null) return { ok: true, targetIds: await standing(request, null, reader) };
      const targetIds = [...new Set(targetAccountIds)];
      if (targetIds.includes(authorId)) return refuse('SAME_ACCOUNT', 'targetAccountIds');
      const members = await membersWith(authorId, reader);
      if (!targetIds.every((id) => members.has(id))) return refuse('ACCOUNT_NOT_FOUND', 'targetAccountIds');
      return { ok: true, targetIds };
    },
  };
}
