import { GraphError, Refused, UploadError } from '@accounts-center/client';
import type { MainJobOutcome } from './main-job.ts';

/** The accounts and their posts, as lines for people. */
export function reportOf({ accounts }: MainJobOutcome): string {
  return accounts.map(linesAbout).join('\n');
}

/** Why a step failed, where the graph said so in words of its own; `undefined` for any other fault. */
export function failureOf(error: unknown): string | undefined {
  const isSaid = error instanceof Refused || error instanceof GraphError || error instanceof UploadError;
  return isSaid ? `The next step failed. ${error.message}` : undefined;
}

function linesAbout(account: MainJobOutcome['accounts'][number]): string {
  const posts = 'posts' in account ? account.posts.nodes : [];
  const lines = posts.map(
    ({ text, isCopy, media }) => `    ${isCopy ? 'a copy of' : 'a post'} “${text}” ${media[0]?.url}`,
  );
  return [`  ${account.app} ${account.username}, photo ${account.photo?.url}`, ...lines].join('\n');
}
