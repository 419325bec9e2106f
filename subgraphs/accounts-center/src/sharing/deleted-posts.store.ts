import type { Database, Reader, Writer } from '@accounts-center/db';
import { sweepUntil } from '@accounts-center/subgraph-kit';
import { eq } from 'drizzle-orm';
import { sharingTables } from './sharing.table.ts';

export type DeletedPost = Readonly<(typeof sharingTables)['sqlite']['deletedPost']['$inferSelect']>;

/** Posts that were deleted before anything else was known of them. */
export function createDeletedPostsStore(db: Database) {
  const { deletedPost } = db.tables(sharingTables);

  return {
    async add(tx: Writer, added: DeletedPost): Promise<void> {
      await tx.insert(deletedPost).values(added).onConflictDoNothing();
    },

    async find(postId: string, reader: Reader): Promise<DeletedPost | undefined> {
      const [found] = await reader.select().from(deletedPost).where(eq(deletedPost.postId, postId));
      return found;
    },

    forget: (until: Date): Promise<void> =>
      sweepUntil(db, until, { table: deletedPost, key: [deletedPost.postId], at: deletedPost.deletedAt }),
  };
}
