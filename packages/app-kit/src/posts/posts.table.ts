import { defineTables } from '@accounts-center/db';
import { isNull } from 'drizzle-orm';
import type { Audience } from './post.ts';

/** Posts, the deleted among them without their text, and what media they show. */
export const postsTables = defineTables((d) => ({
  post: d.table(
    'post',
    {
      id: d.text('id').primaryKey(),
      authorId: d.text('author_id').notNull(),
      text: d.text('text').notNull(),
      audience: d.text('audience').$type<Audience>().notNull(),
      isCopy: d.boolean('is_copy').notNull(),
      /** 1 at publication, one more with every change; the deletion is the last one. */
      revision: d.integer('revision').notNull(),
      createdAt: d.instant('created_at').notNull(),
      deletedAt: d.instant('deleted_at'),
    },
    // Covers the search for a page's ids (SQLite wants `deletedAt` in it for that), so that a feed reads only what it shows.
    (t) => [
      d.index('post_author').on(t.authorId, t.createdAt, t.id, t.audience, t.deletedAt).where(isNull(t.deletedAt)),
    ],
  ),
  postMedia: d.table(
    'post_media',
    {
      postId: d.text('post_id').notNull(),
      position: d.integer('position').notNull(),
      mediaId: d.text('media_id').notNull(),
    },
    (t) => [d.primaryKey([t.postId, t.position])],
  ),
}));
