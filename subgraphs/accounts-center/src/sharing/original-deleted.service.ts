import type { EventHandler } from '@accounts-center/subgraph-kit';
import { z } from 'zod';
import { ownPostEvent } from './app-events.ts';
import { createCrossPostsStore } from './cross-posts.store.ts';
import { createDeletedPostsStore } from './deleted-posts.store.ts';
import type { SharingDependencies } from './sharing.ts';
import type { StopDeliveries } from './stop-deliveries.service.ts';

// As long as events are told apart (the inbox): what comes after that is not carried anyway.
const KEPT_MS = 90 * 24 * 60 * 60_000;

const deleted = z.object({ postId: z.string(), authorId: z.string(), revision: z.int() });

/**
 * Stops the copies of a post that its author has deleted, as part of taking in the event (X10): those that are not delivered
 * never will be. A deletion that comes before anything else is known of the post is kept for that.
 */
export function createOriginalDeleted(deps: SharingDependencies, stop: StopDeliveries): EventHandler {
  const { db, clock } = deps;
  const crossPosts = createCrossPostsStore(db);
  const deletedPosts = createDeletedPostsStore(db);

  return ownPostEvent(deps, deleted, async (tx, { postId, revision }) => {
    const [carried] = await crossPosts.byPosts([postId], tx);
    if (carried === undefined) return deletedPosts.add(tx, { postId, revision, deletedAt: clock.now() });
    await crossPosts.delete(tx, carried.id);
    await stop.ofPost(tx, carried.id, 'ORIGINAL_DELETED');
  });
}

/** Forgets deletions that are older than any event. */
export function createForgetDeletions({ db, clock }: SharingDependencies): () => Promise<void> {
  const deletedPosts = createDeletedPostsStore(db);
  return () => deletedPosts.forget(new Date(clock.now().getTime() - KEPT_MS));
}
