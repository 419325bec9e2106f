import type { EventHandler } from '@accounts-center/subgraph-kit';
import { z } from 'zod';
import { ownPostEvent } from './app-events.ts';
import { type CrossPost, createCrossPostsStore } from './cross-posts.store.ts';
import { createDeletedPostsStore } from './deleted-posts.store.ts';
import { createDeliveriesStore } from './deliveries.store.ts';
import { newDeliveries } from './new-deliveries.ts';
import { enqueueDelivery } from './sharing.jobs.ts';
import type { SharingDependencies } from './sharing.ts';
import { createTargets } from './targets.service.ts';

const media = z.object({
  id: z.string(),
  kind: z.enum(['PHOTO', 'VIDEO']),
  width: z.number(),
  height: z.number(),
  durationMs: z.number().nullable(),
  sizeBytes: z.number(),
  altText: z.string().nullable(),
});

const published = z.object({
  postId: z.string(),
  authorId: z.string(),
  kind: z.enum(['POST']),
  revision: z.int(),
  text: z.string(),
  audience: z.enum(['PUBLIC', 'FOLLOWERS']),
  media: z.array(media),
  isCopy: z.boolean(),
  publicationKey: z.string().nullable(),
});

/** Carries a post that was made inside its app to the accounts whose setting is ALWAYS, as part of taking in the event. */
export function createCarryPublished(deps: SharingDependencies): EventHandler {
  const { db, clock, ids } = deps;
  const targets = createTargets(deps);
  const crossPosts = createCrossPostsStore(db);
  const deliveries = createDeliveriesStore(db);
  const deletedPosts = createDeletedPostsStore(db);

  return ownPostEvent(deps, published, async (tx, post, event) => {
    const { postId, authorId, kind, revision, text, audience, media: files, isCopy, publicationKey } = post;
    // Sharing never chains (X13), and what came through this service carries its own targets.
    if (isCopy || publicationKey !== null) return;
    // A deletion that came first has the later revision.
    const deletion = await deletedPosts.find(postId, tx);
    if (deletion !== undefined && deletion.revision > revision) return;
    // What was published before a setting was made is not carried (L1), however late the event comes. No allowance for clocks:
    // an app whose clock is behind loses a copy, and none leaks.
    const targetIds = await targets.standing({ authorId, kind }, event.createdAt, tx);
    if (targetIds.length === 0) return;

    const crossPost: CrossPost = {
      id: ids.next('xps'),
      kind,
      authorId,
      draft: { text, audience, media: files },
      state: 'PUBLISHED',
      publishers: 0,
      postId,
      idempotencyKey: null,
      refusal: null,
      createdAt: clock.now(),
    };
    if (!(await crossPosts.add(tx, crossPost))) return;
    const added = newDeliveries(crossPost, targetIds, new Map(), () => ids.next('dlv'));
    await deliveries.add(tx, added);
    for (const delivery of added) await enqueueDelivery(deps, tx, delivery);
  });
}
