import type { Database } from '@accounts-center/db';
import { groupBy, isId, type PageArguments } from '@accounts-center/subgraph-kit';
import type { Position } from '../paging/newest-first.ts';
import type { Relations } from '../relations/relations.service.ts';
import type { Post } from './post.ts';
import { type AuthorPosts, createPostsStore } from './posts.store.ts';

/** The posts of one app as they are read. Who may see which is said by `visibility`, not here. */
export interface Posts {
  byIds(ids: readonly string[]): Promise<ReadonlyMap<string, Post>>;
  /** The media ids of posts, in their order. */
  mediaIdsOf(postIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** The same page of many authors' posts, with one post more where there is a next page. */
  pages(authors: readonly AuthorPosts[], page: PageArguments<Position>): Promise<ReadonlyMap<string, readonly Post[]>>;
  /** A page of an account's home feed, its own posts and those of whom it follows, with one post more likewise. */
  feed(accountId: string, page: PageArguments<Position>): Promise<readonly Post[]>;
}

/** @param parts.idPrefix what the ids of this app's posts begin with, e.g. `fbp` */
export function createPosts(parts: { db: Database; relations: Relations; idPrefix: string }): Posts {
  const { db, relations, idPrefix } = parts;
  const store = createPostsStore(db);
  return {
    byIds: async (ids) => {
      const wellFormed = ids.filter((id) => isId(id, idPrefix));
      const posts = wellFormed.length > 0 ? await store.byIds(db.read, wellFormed) : [];
      return new Map(posts.map((post) => [post.id, post]));
    },
    mediaIdsOf: async (postIds) => {
      const groups = groupBy(await store.mediaOf(db.read, postIds), ({ postId }) => postId);
      return new Map([...groups].map(([postId, rows]) => [postId, rows.map(({ mediaId }) => mediaId)]));
    },
    pages: async (authors, page) => {
      const visible = authors.filter(({ audiences }) => audiences.length > 0);
      const posts = visible.length > 0 ? await store.pages(db.read, visible, page) : [];
      return groupBy(posts, (post) => post.authorId);
    },
    feed: (accountId, page) => store.feed(db.read, relations.selfAndFollowed(accountId), page),
  };
}
