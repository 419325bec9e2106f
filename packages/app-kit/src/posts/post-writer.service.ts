import type { Database, Reader, Writer } from '@accounts-center/db';
import { accountsCenter } from '@accounts-center/schema';
import { type Clock, type EventNotes, type Ids, isId, type Outbox, storable } from '@accounts-center/subgraph-kit';
import type { Media, MediaFacts, MediaUse } from '../media/media.ts';
import type { PostRules } from '../rules/rules.ts';
import type { User } from '../users/user.ts';
import type { Users } from '../users/users.service.ts';
import { effectiveAudience } from '../visibility/visibility.ts';
import { checkPost, type PostRefusal } from './check-post.ts';
import type { Audience, Post, PostKind } from './post.ts';
import { notePostPublished } from './post-news.service.ts';
import { createPostsStore } from './posts.store.ts';
import { POST_DELETED, POST_PUBLISHED, postDeleted, postPublished } from './published.ts';

/** A post as it would be published, its media looked up: undefined is unknown, of another account or used already. */
export interface PostDraft {
  readonly kind: PostKind;
  readonly authorId: string;
  readonly text: string;
  readonly audience: Audience;
  readonly media: readonly (MediaFacts | undefined)[];
  readonly isCopy: boolean;
}

export type AddedPost =
  | { readonly ok: true; readonly post: Post }
  | { readonly ok: false; readonly code: 'REFUSED'; readonly refusals: readonly PostRefusal[] };

/** How posts come and go inside of a transaction, whoever asks for it. */
export interface PostWriter {
  /** What is known of an author's media, as a draft wants it. */
  mediaFor(authorId: string, mediaIds: readonly string[]): Promise<(MediaFacts | undefined)[]>;
  newId(): string;
  /**
   * Adds a post and tells accounts-center; when it is refused, the caller undoes the transaction. Kick the outbox after it.
   * @param as the post's id, and the key under which accounts-center publishes it, null when the author does
   */
  add(
    tx: Writer,
    draft: PostDraft,
    as: { readonly id: string; readonly publicationKey: string | null },
  ): Promise<AddedPost>;
  /** A post that was not deleted. */
  find(reader: Reader, postId: string): Promise<Post | undefined>;
  /** Deletes a post with its media, and tells accounts-center. Kick the outbox after it. */
  remove(tx: Writer, post: Post): Promise<void>;
}

export interface PostWriterParts {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly outbox: Outbox;
  readonly notes: EventNotes;
  readonly media: Media;
  readonly users: Users;
  readonly rules: PostRules | null;
  /** What the ids of this app's posts begin with, e.g. `fbp`. */
  readonly idPrefix: string;
}

export function createPostWriter(parts: PostWriterParts): PostWriter {
  const { db, clock, ids, outbox, notes, media, users, rules, idPrefix } = parts;
  const store = createPostsStore(db);

  /** Attaches the files; false when another post took one since it was looked up. */
  async function attach(tx: Writer, author: User, post: Post, mediaIds: readonly string[]): Promise<boolean> {
    const access = post.audience === 'PUBLIC' && !author.isPrivate ? 'PUBLIC' : 'RESTRICTED';
    return (await media.attach(tx, useOf(post), { ownerId: author.id, ids: mediaIds, access })) === 'ok';
  }

  return {
    mediaFor: async (authorId, mediaIds) => {
      // Too many are refused by their number alone.
      if (mediaIds.length > (rules?.maxMedia ?? 0)) return mediaIds.map(() => undefined);
      return mediaIds.length > 0 ? media.free(authorId, mediaIds) : [];
    },
    newId: () => ids.next(idPrefix),
    add: async (tx, draft, { id, publicationKey }) => {
      const author = await users.active(tx, draft.authorId);
      const refusals = checkPost(rules, author, draft);
      if (author === undefined || refusals.length > 0) return { ok: false, code: 'REFUSED', refusals };
      const { kind, text, audience, isCopy } = draft;
      const files = draft.media.filter((file) => file !== undefined);
      const mediaIds = files.map((file) => file.id);
      const words = { text: storable(text), audience, isCopy };
      const post = { id, authorId: author.id, ...words, revision: 1, createdAt: clock.now() };
      if (!(await attach(tx, author, post, mediaIds))) {
        const withoutFiles = { ...draft, media: files.map(() => undefined) };
        return { ok: false, code: 'REFUSED', refusals: checkPost(rules, author, withoutFiles) };
      }
      await store.add(tx, post, mediaIds);
      const seenBy = { ...post, audience: effectiveAudience(author, audience) };
      const payload = postPublished({ ...seenBy, kind }, files, publicationKey);
      await outbox.enqueue(tx, { type: POST_PUBLISHED, destination: accountsCenter, payload });
      await notePostPublished(notes, tx, id);
      return { ok: true, post };
    },
    find: async (reader, postId) => {
      const [post] = isId(postId, idPrefix) ? await store.byIds(reader, [postId]) : [];
      return post;
    },
    remove: async (tx, post) => {
      const deleted = { ...post, revision: post.revision + 1 };
      await media.remove(tx, useOf(post));
      await store.remove(tx, post.id, deleted.revision, clock.now());
      const payload = postDeleted(deleted);
      await outbox.enqueue(tx, { type: POST_DELETED, destination: accountsCenter, payload });
    },
  };
}

function useOf({ id }: Post): MediaUse {
  return { user: 'POST', userId: id };
}
