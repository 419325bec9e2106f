import type { AppPostErrorCode } from '../generated/app.ts';
import { type CodedError, type ErrorTexts, userError } from '../graphql/user-errors.ts';
import type { PostRefusal, PostRefusalReason } from './check-post.ts';
import type { PublishResult } from './publishing.service.ts';

type PostError = CodedError<AppPostErrorCode>;

const texts: ErrorTexts<'ACCOUNT_NOT_FOUND' | 'POST_NOT_FOUND' | 'IDEMPOTENCY_KEY_REUSED'> = {
  ACCOUNT_NOT_FOUND: ['There is no such account, or you are not signed in to it.', 'authorId'],
  POST_NOT_FOUND: ['There is no such post, or it is not yours.', 'postId'],
  IDEMPOTENCY_KEY_REUSED: ['This idempotency key was used before with another input.', 'idempotencyKey'],
};

/** A rule's reason in the terms of the graph, and the input field that it is about. */
const reasons: Readonly<Record<PostRefusalReason, readonly [code: AppPostErrorCode, field: string]>> = {
  ACCOUNT_NOT_ACTIVE: ['ACCOUNT_NOT_FOUND', 'authorId'],
  NO_POSTS: ['AUDIENCE_NOT_POSSIBLE', 'authorId'],
  EMPTY: ['EMPTY', 'text'],
  TEXT_TOO_LONG: ['TEXT_TOO_LONG', 'text'],
  MEDIA_REQUIRED: ['MEDIA_REQUIRED', 'mediaIds'],
  TOO_MUCH_MEDIA: ['TOO_MUCH_MEDIA', 'mediaIds'],
  MEDIA_NOT_ACCEPTED: ['MEDIA_NOT_ACCEPTED', 'mediaIds'],
  MEDIA_NOT_FOUND: ['MEDIA_NOT_FOUND', 'mediaIds'],
  AUDIENCE_NOT_POSSIBLE: ['AUDIENCE_NOT_POSSIBLE', 'audience'],
};

/** The error for what no rule of posts says. */
export function postError(code: keyof typeof texts): PostError {
  return userError(texts, code);
}

/** Why nothing was published. */
export function publishErrors(result: Extract<PublishResult, { readonly ok: false }>): PostError[] {
  if (result.code === 'KEY_REUSED') return [postError('IDEMPOTENCY_KEY_REUSED')];
  if (result.code === 'REFUSED') return result.refusals.map(refusalError);
  // No input field is at fault.
  return [{ code: 'POST_NOT_FOUND', message: 'It was published under this key, and deleted since.', field: null }];
}

function refusalError({ reason, message }: PostRefusal): PostError {
  const [code, field] = reasons[reason];
  return { code, message, field: ['input', field] };
}
