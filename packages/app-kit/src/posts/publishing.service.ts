import type { Database, Reader, Writer } from '@accounts-center/db';
import { accountsCenter } from '@accounts-center/schema';
import { type Clock, type Idempotency, type Ids, isId, type Outbox } from '@accounts-center/subgraph-kit';
import type { Media, MediaFacts } from '../media/media.ts';
import { isKey } from '../rules/keys.ts';
import { storable } from '../rules/letters.ts';
import type { PostRules } from '../rules/rules.ts';
import type { Users } from '../users/users.service.ts';
import { writeResult } from '../write-result.ts';
import { checkPost, type PostRefusal } from './check-post.ts';
import type { Audience, Post } from './post.ts';
import { createPostsStore } from './posts.store.ts';
import { POST_PUBLISHED, postPublished } from './published.ts';

/** A post as it would be published, its media looked up: undefined is unknown, of another account or used already. */
export interface PostDraft {
  readonly authorId: string;
  readonly text: string;
  readonly audience: Audience;
  readonly media: readonly (MediaFacts | undefined)[];
  readonly isCopy: boolean;
}

export interface PublishInput extends Omit<PostDraft, 'media' | 'isCopy'> {
  readonly mediaIds: readonly string[];
  readonly idempotencyKey: string;
}

export type CreateResult =
  | { readonly ok: true; readonly post: Post }
  | { readonly ok: false; readonly code: 'REFUSED'; readonly refusals: readonly PostRefusal[] };

/** KEY_REUSED: with another input, or the key has not the form of one. POST_NOT_FOUND: it stands for a post that is gone. */
export type PublishResult = CreateResult | { readonly ok: false; readonly code: 'KEY_REUSED' | 'POST_NOT_FOUND' };

/** How posts come and go. */
export interface Publishing {
  /** What is known of an author's media, as a draft wants it. */
  mediaFor(authorId: string, mediaIds: readonly string[]): Promise<(MediaFacts | undefined)[]>;
  /** Publishes what an account wrote in this app, once for a key. */
  publish(input: PublishInput): Promise<PublishResult>;
  /** Adds a post in the transaction of the caller, who undoes it when it is refused and kicks the outbox after it. */
  create(tx: Writer, draft: PostDraft, publicationKey: string | null): Promise<CreateResult>;
  /** A post that was not deleted. */
  find(reader: Reader, postId: string): Promise<Post | undefined>;
  /** Deletes a post with its media. */
  remove(tx: Writer, postId: string): Promise<void>;
  /** Deletes a post for its author; false when it is not there, or not this author's. */
  removeOwn(postId: string, authorId: string): Promise<boolean>;
}

export function createPublishing(parts: {
  db: Database;
  clock: Clock;
  ids: Ids;
  idempotency: Idempotency;
  outbox: Outbox;
  kick: () => void;
  media: Media;
  users: Users;
  rules: PostRules | null;
  /** What the ids of this app's posts begin with, e.g. `fbp`. */
  idPrefix: string;
}): Publishing {
  const { db, clock, ids, idempotency, outbox, kick, media, users, rules, idPrefix } = parts;
  const store = createPostsStore(db);

  async function mediaFor(authorId: string, mediaIds: readonly string[]): Promise<(MediaFacts | undefined)[]> {
    // Too many are refused by their number alone.
    if (mediaIds.length > (rules?.maxMedia ?? 0)) return mediaIds.map(() => undefined);
    const facts = mediaIds.length > 0 ? await media.factsOf(authorId, mediaIds) : [];
    return facts.map((file, index) =>
      file?.isAttached || mediaIds.indexOf(file?.id ?? '') !== index ? undefined : file,
    );
  }

  async function add(tx: Writer, id: string, draft: PostDraft, publicationKey: string | null): Promise<CreateResult> {
    const author = await users.active(tx, draft.authorId);
    const refusals = checkPost(rules, author, draft);
    if (author === undefined || refusals.length > 0) return { ok: false, code: 'REFUSED', refusals };
    const files = draft.media.filter((file) => file !== undefined);
    const mediaIds = files.map((file) => file.id);
    const access = draft.audience === 'PUBLIC' && !author.isPrivate ? 'PUBLIC' : 'RESTRICTED';
    if (
      mediaIds.length > 0 &&
      (await media.attach(tx, { ownerId: author.id, ids: mediaIds, access })) === 'not-found'
    ) {
      // Another post took a file since it was looked up.
      const withoutFiles = { ...draft, media: files.map(() => undefined) };
      return { ok: false, code: 'REFUSED', refusals: checkPost(rules, author, withoutFiles) };
    }
    const { text, audience, isCopy } = draft;
    const post = { id, authorId: author.id, text: storable(text), audience, isCopy, createdAt: clock.now() };
    await store.add(tx, post, mediaIds);
    await outbox.enqueue(tx, {
      type: POST_PUBLISHED,
      destination: accountsCenter,
      payload: postPublished(post, files, publicationKey),
    });
    return { ok: true, post };
  }

  async function find(reader: Reader, postId: string): Promise<Post | undefined> {
    const [post] = isId(postId, idPrefix) ? await store.byIds(reader, [postId]) : [];
    return post;
  }

  async function remove(tx: Writer, postId: string): Promise<void> {
    const shown = await store.mediaOf(tx, [postId]);
    await media.remove(
      tx,
      shown.map(({ mediaId }) => mediaId),
    );
    await store.remove(tx, postId, clock.now());
  }

  return {
    mediaFor,
    publish: async (input) => {
      const { authorId, text, audience, mediaIds, idempotencyKey: key } = input;
      if (!isKey(key)) return { ok: false, code: 'KEY_REUSED' };
      const draft = { authorId, text, audience, media: await mediaFor(authorId, mediaIds), isCopy: false };
      const result = await writeResult<PublishResult>(db, async (tx) => {
        const resultId = ids.next(idPrefix);
        const body = { text, audience, mediaIds };
        const claimed = await idempotency.claim(tx, { scope: authorId, operation: 'publishPost', key, body, resultId });
        if (claimed.kind === 'conflict') return { ok: false, code: 'KEY_REUSED' };
        if (claimed.kind === 'replay') {
          const post = await find(tx, claimed.resultId);
          return post === undefined ? { ok: false, code: 'POST_NOT_FOUND' } : { ok: true, post };
        }
        return add(tx, resultId, draft, null);
      });
      if (result.ok) kick();
      return result;
    },
    create: (tx, draft, publicationKey) => add(tx, ids.next(idPrefix), draft, publicationKey),
    find,
    remove,
    removeOwn: (postId, authorId) =>
      db.write(async (tx) => {
        const post = await find(tx, postId);
        if (post?.authorId !== authorId) return false;
        await remove(tx, postId);
        return true;
      }),
  };
}
