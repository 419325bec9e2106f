import type { JsonValue } from '@accounts-center/subgraph-kit';
import type { MediaFacts } from '../media/media.ts';
import type { Post } from './post.ts';

/** The type of the event that tells accounts-center of a new post. */
export const POST_PUBLISHED = 'post.published';

/**
 * The event's payload: all that is needed to carry the post to other apps without asking back.
 * @param publicationKey the key under which accounts-center published it, or null when it was published in the app
 */
export function postPublished(post: Post, media: readonly MediaFacts[], publicationKey: string | null): JsonValue {
  return {
    postId: post.id,
    authorId: post.authorId,
    text: post.text,
    audience: post.audience,
    isCopy: post.isCopy,
    publicationKey,
    media: media.map(({ id, kind, width, height, durationMs, sizeBytes, altText }) => {
      return { id, kind, width, height, durationMs, sizeBytes, altText };
    }),
  };
}
