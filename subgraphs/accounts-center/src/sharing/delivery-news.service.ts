import type { Writer } from '@accounts-center/db';
import type { JobHandler } from '@accounts-center/subgraph-kit';
import { z } from 'zod';
import type { SliceDependencies } from '../slice.ts';
import { createCrossPostsStore } from './cross-posts.store.ts';
import type { Delivery } from './deliveries.store.ts';
import type { SharingDependencies } from './sharing.ts';

const DELIVERIES_CHANGED = 'events.deliveries-changed';
const subject = z.object({ crossPostId: z.string(), deliveryIds: z.array(z.string()) });

/** Notes that deliveries are a step further, for the subscribers of `deliveryChanged`: once a post. */
export async function noteDeliveryChanges(
  { notes }: Pick<SliceDependencies, 'notes'>,
  tx: Writer,
  changed: readonly Delivery[],
): Promise<void> {
  for (const crossPostId of new Set(changed.map((delivery) => delivery.crossPostId))) {
    const ofPost = changed.filter((delivery) => delivery.crossPostId === crossPostId);
    await notes.note(tx, DELIVERIES_CHANGED, { crossPostId, deliveryIds: ofPost.map(({ id }) => id) });
  }
}

/** The job that tells the center of the author so. Before a post is there, nobody can have subscribed to it. */
export function createDeliveryNews(deps: SharingDependencies): { readonly jobs: Readonly<Record<string, JobHandler>> } {
  const { db, membership, notes } = deps;
  const crossPosts = createCrossPostsStore(db);

  const job = notes.job(async (payload) => {
    const { crossPostId, deliveryIds } = subject.parse(payload);
    const crossPost = await crossPosts.find(crossPostId);
    if (!crossPost || crossPost.postId === null) return [];
    const { postId, authorId } = crossPost;
    const centerId = await membership.centerOf(authorId);
    const audience = centerId === undefined ? [] : (await membership.accountsOf(centerId)).map(({ id }) => id);
    return deliveryIds.map((id) => {
      const value = { __typename: 'Delivery', id };
      return { field: 'deliveryChanged', arguments: { postId }, value, audience };
    });
  });
  return { jobs: { [DELIVERIES_CHANGED]: job } };
}
