import { defineTables } from '@accounts-center/db';

/** What accounts-center published under which key, and which keys it forbade. */
export const publicationsTables = defineTables((d) => ({
  publication: d.table('publication', {
    key: d.text('key').primaryKey(),
    /** Null where the key was withdrawn before anything came under it. */
    bodyHash: d.text('body_hash'),
    /** Null once, or as long as, the key must not be published. */
    postId: d.text('post_id'),
    createdAt: d.instant('created_at').notNull(),
  }),
}));
