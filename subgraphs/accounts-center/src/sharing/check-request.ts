import { hasMoreLetters } from '@accounts-center/subgraph-kit';
import type { FamilyApps } from '../apps.ts';
import type { Viewer } from '../context.ts';
import { type Refusal, refuse } from '../user-errors.ts';
import type { CrossPostRequest } from './sharing.ts';

/** What this service carries at all, so that no request is without bounds. What an app takes is the app's to say (X5). */
const transportLimits = { letters: 63_206, media: 10 } as const;

type Code = 'ACCOUNT_NOT_FOUND' | 'TEXT_TOO_LONG' | 'TOO_MUCH_MEDIA' | 'MEDIA_NOT_FOUND';

/** What is wrong with a request as far as can be told without asking anybody. */
export function checkRequest(family: FamilyApps, viewer: Viewer, request: CrossPostRequest): Refusal<Code> | undefined {
  const { authorId, text, mediaIds } = request;
  const home = family.appOf(authorId);
  if (home === undefined || authorId !== viewer.accountId) return refuse('ACCOUNT_NOT_FOUND', 'authorId');
  if (hasMoreLetters(text, transportLimits.letters)) return refuse('TEXT_TOO_LONG', 'text');
  if (mediaIds.length > transportLimits.media) return refuse('TOO_MUCH_MEDIA', 'mediaIds');
  if (mediaIds.some((id) => family.appOf(id, 'media') !== home)) return refuse('MEDIA_NOT_FOUND', 'mediaIds');
  return undefined;
}
