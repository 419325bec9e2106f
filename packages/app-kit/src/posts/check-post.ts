import { lettersIn } from '@accounts-center/subgraph-kit';
import { z } from 'zod';
import type { MediaShape } from '../media/media.ts';
import type { AudienceRule, PostRules } from '../rules/rules.ts';
import type { User } from '../users/user.ts';
import type { Audience } from './post.ts';

export type PostRefusalReason =
  | 'ACCOUNT_NOT_ACTIVE'
  | 'NO_POSTS'
  | 'EMPTY'
  | 'TEXT_TOO_LONG'
  | 'MEDIA_REQUIRED'
  | 'TOO_MUCH_MEDIA'
  | 'MEDIA_NOT_ACCEPTED'
  | 'MEDIA_NOT_FOUND'
  | 'AUDIENCE_NOT_POSSIBLE';

/** Why a post is refused, and in words, with the limit, for the person in front of the screen. */
export interface PostRefusal {
  readonly reason: PostRefusalReason;
  readonly message: string;
}

/** Reads a refusal back from JSON. */
export const storedPostRefusal: z.ZodType<PostRefusal> = z.object({
  reason: z.custom<PostRefusalReason>((value) => typeof value === 'string'),
  message: z.string(),
});

/** What is judged. A file that is unknown, of another account or used already is undefined. */
export interface DraftToCheck {
  readonly text: string;
  readonly audience: Audience;
  readonly media: readonly (MediaShape | undefined)[];
}

/**
 * Judges a post by the app's rules (X5) and its author's state; the same before posting, when posting, and when a copy
 * comes from another app.
 * @param author undefined when there is no such account
 * @returns every reason against it; none when it can be published
 */
export function checkPost(rules: PostRules | null, author: User | undefined, draft: DraftToCheck): PostRefusal[] {
  if (author?.state !== 'ACTIVE') return [{ reason: 'ACCOUNT_NOT_ACTIVE', message: 'This account can’t post.' }];
  if (rules === null) return [{ reason: 'NO_POSTS', message: 'There are no posts in this app.' }];
  return [
    ...checkText(rules, draft),
    ...checkMedia(rules, draft.media),
    ...checkAudience(rules.audience, author, draft.audience),
  ];
}

function checkText({ maxTextLength, minMedia }: PostRules, { text, media }: DraftToCheck): PostRefusal[] {
  const length = lettersIn(text);
  if (length > maxTextLength) {
    return [
      {
        reason: 'TEXT_TOO_LONG',
        message: `The text has ${inWords(length)} letters; at most ${inWords(maxTextLength)} fit.`,
      },
    ];
  }
  const isEmpty = text.trim() === '' && media.length === 0 && minMedia === 0;
  return isEmpty ? [{ reason: 'EMPTY', message: 'Write something, or add a photo or video.' }] : [];
}

function checkMedia(rules: PostRules, media: DraftToCheck['media']): PostRefusal[] {
  if (media.length > rules.maxMedia) {
    return [
      {
        reason: 'TOO_MUCH_MEDIA',
        message: `A post takes at most ${plural(rules.maxMedia)}; these are ${media.length}.`,
      },
    ];
  }
  if (media.length < rules.minMedia) {
    return [{ reason: 'MEDIA_REQUIRED', message: `A post needs at least ${plural(rules.minMedia)}.` }];
  }
  return media.flatMap((file, index) => checkFile(rules, file, `File ${index + 1}`));
}

function checkFile(rules: PostRules, file: MediaShape | undefined, name: string): PostRefusal[] {
  if (file === undefined) return [{ reason: 'MEDIA_NOT_FOUND', message: `${name} is not there, or is used already.` }];
  const refuse = (message: string): PostRefusal[] => [{ reason: 'MEDIA_NOT_ACCEPTED', message: `${name} ${message}` }];
  if (!rules.mediaKinds.includes(file.kind)) {
    return refuse(file.kind === 'VIDEO' ? 'is a video; only photos are taken.' : 'is a photo; only videos are taken.');
  }
  if ((file.durationMs ?? 0) > rules.maxVideoDurationMs) {
    return refuse(`is longer than ${inWords(rules.maxVideoDurationMs / 60_000)} minutes.`);
  }
  // A pixel off is rounding: 1200 × 628 is meant to be 1.91 to 1.
  if ((file.width + 1) / file.height < rules.minAspectRatio)
    return refuse(`is too tall: its width is less than ${rules.minAspectRatio} times its height.`);
  if ((file.width - 1) / file.height > rules.maxAspectRatio)
    return refuse(`is too wide: its width is more than ${rules.maxAspectRatio} times its height.`);
  return [];
}

function checkAudience(rule: AudienceRule, author: User, audience: Audience): PostRefusal[] {
  const possible = possibleAudience(rule, author);
  if (possible === undefined || possible === audience) return [];
  const message =
    possible === 'PUBLIC'
      ? 'This account’s posts are for everybody.'
      : 'This account’s posts are for its followers only.';
  return [{ reason: 'AUDIENCE_NOT_POSSIBLE', message }];
}

/** The one audience that a post of this account can have; undefined when the post chooses. */
function possibleAudience(rule: AudienceRule, author: User): Audience | undefined {
  if (rule === 'PER_POST') return undefined;
  return rule === 'PER_ACCOUNT' && author.isPrivate ? 'FOLLOWERS' : 'PUBLIC';
}

function plural(count: number): string {
  return count === 1 ? 'one photo or video' : `${count} photos and videos`;
}

function inWords(count: number): string {
  return count.toLocaleString('en');
}
