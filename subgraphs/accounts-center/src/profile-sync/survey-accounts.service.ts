import type { AppAccount, MediaFacts } from '../app-contract/app-facts.ts';
import { appOf } from '../apps.ts';
import { appOfAccount, askApp } from './ask-app.ts';
import type { PhotoOrigin } from './photo-origin.store.ts';
import type { ChangeDraft, ChangeRequest, ProfileProblem } from './profile-change.ts';
import type { ChangeTools } from './profile-sync.ts';

/** The person waits: an app that takes longer does not answer. */
const OPTIONS = { timeoutMs: 5_000 };

/** What the apps say before anything is reserved. */
export interface Survey {
  /** Everybody who takes part, but those that an app does not know. */
  readonly accounts: ReadonlyMap<string, AppAccount>;
  readonly origins: ReadonlyMap<string, PhotoOrigin>;
  /** The photo that the lead wishes for. */
  readonly upload: MediaFacts | undefined;
  readonly problems: readonly ProfileProblem[];
}

type SurveyAccounts = (draft: ChangeDraft) => Promise<Survey>;

/** Asks every app that takes part, all at the same time. */
export function createSurvey({
  contract,
  photoOrigins,
}: Pick<ChangeTools, 'contract' | 'photoOrigins'>): SurveyAccounts {
  async function readAccounts(accountIds: readonly string[]): Promise<Pick<Survey, 'accounts' | 'problems'>> {
    const apps = [...new Set(accountIds.map(appOfAccount))];
    const questions = apps.map((app) => {
      const ids = accountIds.filter((id) => appOfAccount(id) === app);
      return askApp(app, () => contract.accounts(app, ids, OPTIONS));
    });
    const answers = await Promise.all(questions);
    const found = answers.flatMap((answer) => (answer.ok ? answer.value : []));
    const accounts = new Map(found.flatMap((account) => (account === null ? [] : [[account.id, account]])));
    return { accounts, problems: answers.flatMap((answer) => (answer.ok ? [] : [answer.problem])) };
  }

  async function readUpload({ leadId, wish }: ChangeRequest): Promise<Pick<Survey, 'upload' | 'problems'>> {
    const { photoId } = wish;
    if (photoId === undefined || photoId === null) return { upload: undefined, problems: [] };
    const app = appOfAccount(leadId);
    const notAccepted = { upload: undefined, problems: [{ code: 'PHOTO_NOT_ACCEPTED', about: 'PHOTO', app } as const] };
    if (appOf(photoId, 'media')?.app !== app) return notAccepted;
    const answer = await askApp(app, () => contract.media(app, leadId, [photoId], OPTIONS));
    if (!answer.ok) return { upload: undefined, problems: [answer.problem] };
    const [upload] = answer.value;
    return upload?.kind === 'PHOTO' ? { upload, problems: [] } : notAccepted;
  }

  return async ({ request, parts }) => {
    const ids = parts.map(({ accountId }) => accountId);
    const questions = [readAccounts(ids), readUpload(request), photoOrigins.ofAccounts(ids)] as const;
    const [{ accounts, problems }, { upload, problems: otherProblems }, origins] = await Promise.all(questions);
    return { accounts, origins, upload, problems: [...problems, ...otherProblems] };
  };
}
