import type { Database, Reader, Writer } from '@accounts-center/db';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { PostRefusal } from '../app-contract/app-facts.ts';
import { type CrossPostState, sharingTables } from './sharing.table.ts';

export type CrossPost = Readonly<(typeof sharingTables)['sqlite']['crossPost']['$inferSelect']>;

/** As much of a carried post as tells whose it is. */
export type CarriedPost = Readonly<Pick<CrossPost, 'id' | 'authorId' | 'postId' | 'state'>>;

/** How the publication at home ends, and what there is to remember of it. */
export type Conclusion =
  | { readonly state: 'PUBLISHED'; readonly postId: string }
  | { readonly state: 'REFUSED'; readonly refusal: PostRefusal }
  | { readonly state: Extract<CrossPostState, 'DELETED' | 'UNPUBLISHED'> };

/** Posts that are carried to other accounts. */
export function createCrossPostsStore(db: Database) {
  const { crossPost } = db.tables(sharingTables);
  const isOpen = (id: string) => and(eq(crossPost.id, id), eq(crossPost.state, 'PUBLISHING'));

  return {
    /** @returns false when the post is carried already */
    async add(tx: Writer, added: CrossPost): Promise<boolean> {
      const rows = await tx.insert(crossPost).values(added).onConflictDoNothing().returning({ id: crossPost.id });
      return rows.length > 0;
    },

    async find(id: string, reader: Reader = db.read): Promise<CrossPost | undefined> {
      const [found] = await reader.select().from(crossPost).where(eq(crossPost.id, id));
      return found;
    },

    /** By the ids of the posts in their home apps. */
    async byPosts(postIds: readonly string[], reader: Reader = db.read): Promise<CarriedPost[]> {
      const { id, authorId, postId, state } = crossPost;
      return reader
        .select({ id, authorId, postId, state })
        .from(crossPost)
        .where(inArray(postId, [...postIds]));
    },

    /** Notes that one more sets out to publish it. @returns undefined when it does not wait for anybody any more */
    async join(tx: Writer, id: string): Promise<CrossPost | undefined> {
      const publishers = sql`${crossPost.publishers} + 1`;
      const [joined] = await tx.update(crossPost).set({ publishers }).where(isOpen(id)).returning();
      return joined;
    },

    /**
     * Ends the publication at home. Unless it was published, nothing is left to be sent, and its words are forgotten.
     * @param onlyPublisher ends it only if nobody has joined since
     * @returns whether it was open, and so has ended like this now
     */
    async conclude(tx: Writer, id: string, conclusion: Conclusion, onlyPublisher?: CrossPost): Promise<boolean> {
      const isAlone = onlyPublisher && eq(crossPost.publishers, onlyPublisher.publishers);
      const concluded = await tx
        .update(crossPost)
        .set(conclusion.state === 'PUBLISHED' ? conclusion : { ...conclusion, draft: null })
        .where(and(isOpen(id), isAlone))
        .returning({ id: crossPost.id });
      return concluded.length > 0;
    },

    /** Notes that a published post is deleted, and forgets its words. */
    async delete(tx: Writer, id: string): Promise<void> {
      await tx.update(crossPost).set({ state: 'DELETED', draft: null }).where(eq(crossPost.id, id));
    },
  };
}

/** What a request's idempotency key is unique in. */
export function crossPostKey({ authorId, idempotencyKey }: { authorId: string; idempotencyKey: string }) {
  return { scope: authorId, operation: 'crossPost', key: idempotencyKey };
}
