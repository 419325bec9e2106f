import type { JsonValue } from '@accounts-center/subgraph-kit';
import type { MediaFacts } from '../media/media.ts';
import type { Post, PostKind } from './post.ts';

/** The type of the event that tells accounts-center of a new post. */
export const POST_PUBLISHED = 'post.published';

/** The type of the event that tells it that a post is gone; it may arrive before the other. */
export const POST_DELETED = 'post.deleted';

/**
 * The event's payload: all that is needed to carry the post to other apps without asking back.
 * @param publicationKey the key under which accounts-center published it, or null when it was published in the app
 */
export function postPublished(
  post: Post & { readonly kind: PostKind },
  media: readonly MediaFacts[],
  publicationKey: string | null,
): JsonValue {
  return {
    postId: post.id,
    authorId: post.authorId,
    kind: post.kind,
    revision: post.revision,
    text: post.text,
    audience: post.audience,
    isCopy: post.isCopy,
    publicationKey,
    media: media.map(({ id, kind, width, height, durationMs, sizeBytes, altText }) => {
      return { id, kind, width, height, durationMs, sizeBytes, altText };
    }),
  };
}

/** The payload of a deletion. */
export function postDeleted({ id, authorId, revision }: Post): JsonValue {
  return { postId: id, authorId, revision };
}
