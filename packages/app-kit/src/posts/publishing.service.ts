import { type Database, writeResult } from '@accounts-center/db';
import type { Idempotency } from '@accounts-center/subgraph-kit';
import type { Audience } from './post.ts';
import type { AddedPost, PostWriter } from './post-writer.service.ts';

export interface PublishInput {
  readonly authorId: string;
  readonly text: string;
  readonly audience: Audience;
  readonly mediaIds: readonly string[];
  readonly idempotencyKey: string;
}

/** KEY_REUSED: with another input. POST_NOT_FOUND: the key stands for a post that is gone. */
export type PublishResult = AddedPost | { readonly ok: false; readonly code: 'KEY_REUSED' | 'POST_NOT_FOUND' };

export interface RemoveInput {
  readonly postId: string;
  readonly authorId: string;
  readonly idempotencyKey: string;
}

/** KEY_REUSED: with another input. POST_NOT_FOUND: it is not there, or not this author's. */
export type RemoveResult =
  | { readonly ok: true; readonly deletedPostId: string }
  | { readonly ok: false; readonly code: 'KEY_REUSED' | 'POST_NOT_FOUND' };

/** What an author does in the app itself. */
export interface Publishing {
  /**
   * Publishes, once for a key.
   * @throws badInput when the key is malformed
   */
  publish(input: PublishInput): Promise<PublishResult>;
  /**
   * Deletes a post, once for a key.
   * @throws badInput when the key is malformed
   */
  remove(input: RemoveInput): Promise<RemoveResult>;
}

export function createPublishing(parts: {
  db: Database;
  idempotency: Idempotency;
  kick: () => void;
  posts: PostWriter;
}): Publishing {
  const { db, idempotency, kick, posts } = parts;
  return {
    publish: async (input) => {
      const { authorId, text, audience, mediaIds, idempotencyKey: key } = input;
      const media = await posts.mediaFor(authorId, mediaIds);
      const draft = { kind: 'POST', authorId, text, audience, media, isCopy: false } as const;
      const result = await writeResult<PublishResult>(db, async (tx) => {
        const id = posts.newId();
        const body = { text, audience, mediaIds };
        const claim = { scope: authorId, operation: 'publishPost', key, body, resultId: id };
        const claimed = await idempotency.claim(tx, claim);
        if (claimed.kind === 'conflict') return { ok: false, code: 'KEY_REUSED' };
        if (claimed.kind === 'new') return posts.add(tx, draft, { id, publicationKey: null });
        const post = await posts.find(tx, claimed.resultId);
        return post === undefined ? { ok: false, code: 'POST_NOT_FOUND' } : { ok: true, post };
      });
      if (result.ok) kick();
      return result;
    },
    remove: async ({ postId, authorId, idempotencyKey: key }) => {
      const result = await writeResult<RemoveResult>(db, async (tx) => {
        const claim = { scope: authorId, operation: 'deletePost', key, body: { postId } };
        const earlier = await idempotency.find(claim, tx);
        if (earlier.kind === 'conflict') return { ok: false, code: 'KEY_REUSED' };
        if (earlier.kind === 'replay') return { ok: true, deletedPostId: earlier.resultId };
        const post = await posts.find(tx, postId);
        if (post?.authorId !== authorId) return { ok: false, code: 'POST_NOT_FOUND' };
        await idempotency.claim(tx, { ...claim, resultId: post.id });
        await posts.remove(tx, post);
        return { ok: true, deletedPostId: post.id };
      });
      if (result.ok) kick();
      return result;
    },
  };
}
