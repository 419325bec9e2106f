import type { AppAccount, MediaFacts } from '../app-contract/app-facts.ts';
import { askApp } from '../app-contract/ask-app.ts';
import type { PhotoOrigin } from './photo-origin.store.ts';
import type { ChangeTools } from './profile.ts';
import { type ChangeDraft, type ChangeRequest, type ProfileProblem, unavailable } from './profile-change.ts';

/** The person waits: an app that takes longer does not answer. */
const OPTIONS = { timeoutMs: 5_000 };

/** What the apps say before anything is reserved. */
export interface Survey {
  /** Everybody who takes part, but those that an app does not know. */
  readonly accounts: ReadonlyMap<string, AppAccount>;
  readonly origins: ReadonlyMap<string, PhotoOrigin>;
  /** The photo that the source wishes for. */
  readonly upload: MediaFacts | undefined;
  readonly problems: readonly ProfileProblem[];
}

type SurveyAccounts = (draft: ChangeDraft) => Promise<Survey>;

/** Asks every app that takes part, all at the same time. */
export function createSurvey({
  contract,
  family,
  photoOrigins,
}: Pick<ChangeTools, 'contract' | 'family' | 'photoOrigins'>): SurveyAccounts {
  async function readAccounts(accountIds: readonly string[]): Promise<Pick<Survey, 'accounts' | 'problems'>> {
    const apps = [...new Set(accountIds.map((id) => family.appOfAccount(id).app))];
    const questions = apps.map(async (app) => {
      const ids = accountIds.filter((id) => family.appOfAccount(id).app === app);
      return { app, asked: await askApp(() => contract.accounts(app, ids, OPTIONS)) };
    });
    const answers = await Promise.all(questions);
    const found = answers.flatMap(({ asked }) => (asked.ok ? asked.answer : []));
    const accounts = new Map(found.flatMap((account) => (account === null ? [] : [[account.id, account]])));
    return { accounts, problems: answers.flatMap(({ app, asked }) => (asked.ok ? [] : [unavailable(app)])) };
  }

  async function readUpload({ sourceAccountId, wish }: ChangeRequest): Promise<Pick<Survey, 'upload' | 'problems'>> {
    const { photoId } = wish;
    if (photoId === undefined || photoId === null) return { upload: undefined, problems: [] };
    const { app } = family.appOfAccount(sourceAccountId);
    const notAccepted = { upload: undefined, problems: [{ code: 'PHOTO_NOT_ACCEPTED', about: 'PHOTO', app } as const] };
    if (family.appOf(photoId, 'media')?.app !== app) return notAccepted;
    const asked = await askApp(() => contract.media(app, sourceAccountId, [photoId], OPTIONS));
    if (!asked.ok) return { upload: undefined, problems: [unavailable(app)] };
    const [upload] = asked.answer;
    return upload?.kind === 'PHOTO' ? { upload, problems: [] } : notAccepted;
  }

  return async ({ request, parts }) => {
    const ids = parts.map(({ accountId }) => accountId);
    const questions = [readAccounts(ids), readUpload(request), photoOrigins.ofAccounts(ids)] as const;
    const [{ accounts, problems }, { upload, problems: otherProblems }, origins] = await Promise.all(questions);
    return { accounts, origins, upload, problems: [...problems, ...otherProblems] };
  };
}
