import { appOf } from '../apps.ts';
import type { Viewer } from '../context.ts';
import { type Refusal, refuse } from '../user-errors.ts';
import type { CrossPostRequest } from './sharing.ts';

// No app of the family takes more; what each takes is its own to say.
const MAX_TEXT_LENGTH = 63_206;
const MAX_MEDIA = 10;

type Code = 'ACCOUNT_NOT_FOUND' | 'TEXT_TOO_LONG' | 'TOO_MUCH_MEDIA' | 'MEDIA_NOT_FOUND';

/** What is wrong with a request as far as can be told without asking anybody. */
export function checkRequest(viewer: Viewer, request: CrossPostRequest): Refusal<Code> | undefined {
  const { authorId, text, mediaIds } = request;
  const home = appOf(authorId);
  if (home === undefined || authorId !== viewer.accountId) return refuse('ACCOUNT_NOT_FOUND', 'authorId');
  if ([...text.normalize('NFC')].length > MAX_TEXT_LENGTH) return refuse('TEXT_TOO_LONG', 'text');
  if (mediaIds.length > MAX_MEDIA) return refuse('TOO_MUCH_MEDIA', 'mediaIds');
  if (mediaIds.some((id) => appOf(id, 'media') !== home)) return refuse('MEDIA_NOT_FOUND', 'mediaIds');
  return undefined;
}
