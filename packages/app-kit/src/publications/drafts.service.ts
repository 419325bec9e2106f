import type { Database } from '@accounts-center/db';
import type { Media } from '../media/media.ts';
import { type MediaSource, sourceBody, takeSource } from '../media-source/media-source.ts';
import { checkPost, type PostRefusal } from '../posts/check-post.ts';
import type { Audience, PostKind } from '../posts/post.ts';
import type { PostDraft, PostWriter } from '../posts/post-writer.service.ts';
import type { PostRules } from '../rules/rules.ts';
import type { Users } from '../users/users.service.ts';
import { effectiveAudience } from '../visibility/visibility.ts';

/** A post as accounts-center wants it published. */
export interface SourcedDraft {
  readonly kind: PostKind;
  readonly authorId: string;
  readonly text: string;
  readonly audience: Audience;
  readonly media: readonly MediaSource[];
  readonly isCopy: boolean;
}

export type TakenDraft =
  | { readonly ok: true; readonly draft: PostDraft }
  | { readonly ok: false; readonly refusal: PostRefusal };

/** What is against a draft, and who would see it. */
export interface DraftCheck {
  readonly refusals: readonly PostRefusal[];
  readonly audience: Audience;
}

/** Drafts whose files are partly a sister's. */
export interface Drafts {
  /** Judges a draft, taking a sister's files for what they are said to be. */
  check(draft: SourcedDraft): Promise<DraftCheck>;
  /**
   * Fetches what is a sister's, so that the draft can be published by what its files really are. Never inside a write.
   * @param key the same key gives the same files
   */
  take(key: string, draft: SourcedDraft): Promise<TakenDraft>;
}

const importRefusals: Readonly<Record<'NOT_FOUND' | 'NOT_ACCEPTED', PostRefusal>> = {
  NOT_FOUND: { reason: 'MEDIA_NOT_FOUND', message: 'A photo or video is not there any more.' },
  NOT_ACCEPTED: {
    reason: 'MEDIA_NOT_ACCEPTED',
    message: 'A photo or video is damaged or of a kind that is not taken.',
  },
};

export function createDrafts(parts: {
  db: Database;
  media: Media;
  users: Users;
  posts: PostWriter;
  rules: PostRules | null;
}): Drafts {
  const { db, media, users, posts, rules } = parts;
  return {
    check: async (draft) => {
      const own = draft.media.filter((source) => source.service === null);
      const facts = await posts.mediaFor(
        draft.authorId,
        own.map(({ id }) => id),
      );
      const files = draft.media.map((source) => (source.service === null ? facts[own.indexOf(source)] : source));
      const author = await users.active(db.read, draft.authorId);
      const refusals = checkPost(rules, author, { ...draft, media: files });
      return { refusals, audience: author ? effectiveAudience(author, draft.audience) : draft.audience };
    },
    take: async (key, draft) => {
      const { authorId } = draft;
      const taking = draft.media.map((source, index) => takeSource(media, source, authorId, `${key}/${index}`));
      const mediaIds: string[] = [];
      for (const file of await Promise.all(taking)) {
        if (!file.ok) return { ok: false, refusal: importRefusals[file.code] };
        mediaIds.push(file.id);
      }
      return { ok: true, draft: { ...draft, media: await posts.mediaFor(authorId, mediaIds) } };
    },
  };
}

/** What tells one draft from another. */
export function draftBody({ media, ...rest }: SourcedDraft): object {
  return { ...rest, media: media.map(sourceBody) };
}
