import type { Database, Reader, Writer } from '@accounts-center/db';
import type { PageArguments } from '@accounts-center/subgraph-kit';
import { and, eq, inArray, isNull, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { firstOfEach, newestFirstOrder } from '../paging/newest-first.store.ts';
import type { Position } from '../paging/newest-first.ts';
import type { Audience, Post } from './post.ts';
import { postsTables } from './posts.table.ts';

/** An account, and which of its posts are wanted. */
export interface AuthorPosts {
  readonly authorId: string;
  readonly audiences: readonly Audience[];
}

export interface PostsStore {
  byIds(reader: Reader, ids: readonly string[]): Promise<Post[]>;
  /** The media ids of posts, in their order. */
  mediaOf(reader: Reader, postIds: readonly string[]): Promise<{ readonly postId: string; readonly mediaId: string }[]>;
  /** One page, and one row more, of each author's posts; newest first. */
  pages(reader: Reader, authors: readonly AuthorPosts[], page: PageArguments<Position>): Promise<Post[]>;
  /** One page, and one row more, of the posts of all these authors together. */
  feed(reader: Reader, authorIds: SQLWrapper, page: PageArguments<Position>): Promise<Post[]>;
  add(tx: Writer, post: Post, mediaIds: readonly string[]): Promise<void>;
  /** Marks a post as deleted, at its last revision, and forgets its text. */
  remove(tx: Writer, id: string, revision: number, deletedAt: Date): Promise<void>;
}

export function createPostsStore(db: Database): PostsStore {
  const { post, postMedia } = db.tables(postsTables);
  const order = { at: post.createdAt, id: post.id };

  /** The posts on one page of each list, and one more. */
  async function onPage(reader: Reader, lists: readonly SQL[], page: PageArguments<Position>): Promise<Post[]> {
    const kept = lists.map((isInList) => sql`${isInList} and ${post.deletedAt} is null`);
    const ids = firstOfEach({ table: post, key: sql`${post.id}`, lists: kept }, order, page);
    return reader
      .select()
      .from(post)
      .where(sql`${post.id} in ${ids}`)
      .orderBy(...newestFirstOrder(order));
  }

  return {
    byIds: async (reader, ids) =>
      reader
        .select()
        .from(post)
        .where(and(inArray(post.id, [...ids]), isNull(post.deletedAt))),
    mediaOf: async (reader, postIds) =>
      reader
        .select({ postId: postMedia.postId, mediaId: postMedia.mediaId })
        .from(postMedia)
        .where(inArray(postMedia.postId, [...postIds]))
        .orderBy(postMedia.postId, postMedia.position),
    pages: (reader, authors, page) =>
      onPage(
        reader,
        authors.map(
          ({ authorId, audiences }) =>
            sql`${post.authorId} = ${authorId} and ${inArray(post.audience, [...audiences])}`,
        ),
        page,
      ),
    feed: (reader, authorIds, page) => onPage(reader, [sql`${post.authorId} in ${authorIds}`], page),
    add: async (tx, row, mediaIds) => {
      await tx.insert(post).values({ ...row, deletedAt: null });
      if (mediaIds.length === 0) return;
      await tx.insert(postMedia).values(mediaIds.map((mediaId, position) => ({ postId: row.id, position, mediaId })));
    },
    remove: async (tx, id, revision, deletedAt) => {
      await tx.update(post).set({ revision, deletedAt, text: '' }).where(eq(post.id, id));
    },
  };
}
