import type { EventHandler } from '@accounts-center/subgraph-kit';
import { z } from 'zod';
import { appOf } from '../apps.ts';
import { createTargets } from './choose-targets.service.ts';
import { type CrossPost, createCrossPostsStore } from './cross-posts.store.ts';
import { createDeliveriesStore } from './deliveries.store.ts';
import { enqueueDelivery } from './sharing.jobs.ts';
import type { SharingDependencies } from './sharing.ts';
import { newDeliveries } from './targets.ts';

// How far the app's clock may be behind ours.
const CLOCK_SKEW_MS = 30_000;

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
  text: z.string(),
  audience: z.enum(['PUBLIC', 'FOLLOWERS']),
  media: z.array(media),
  isCopy: z.boolean(),
  publicationKey: z.string().nullable(),
});

/** Carries a post that was made inside its app to the accounts whose setting is ALWAYS, as part of taking in the event. */
export function createCarryPublished(deps: SharingDependencies): EventHandler {
  const { db, clock, ids, log, outbox } = deps;
  const targets = createTargets(deps);
  const crossPosts = createCrossPostsStore(db);
  const deliveries = createDeliveriesStore(db);

  return async (tx, event) => {
    const { postId, authorId, text, audience, media: files, isCopy, publicationKey } = published.parse(event.payload);
    if (!speaksForItself(event.source, authorId, postId)) {
      log.warn({ source: event.source, eventId: event.id }, 'A service told of a post that is not its own');
      return;
    }
    // Sharing never chains (X13), and what came through this service carries its own targets.
    if (isCopy || publicationKey !== null) return;
    // What was published before a setting was made is not carried, however late the event comes.
    const latest = new Date(event.createdAt.getTime() + CLOCK_SKEW_MS);
    const targetIds = await targets.standing(authorId, latest, tx);
    if (targetIds.length === 0) return;

    const crossPost: CrossPost = {
      id: ids.next('xps'),
      kind: 'POST',
      authorId,
      draft: { text, audience, media: files },
      state: 'PUBLISHED',
      publishers: 0,
      postId,
      refusal: null,
      createdAt: clock.now(),
    };
    if (!(await crossPosts.add(tx, crossPost))) return;
    const added = newDeliveries(crossPost, targetIds, new Map(), () => ids.next('dlv'));
    await deliveries.add(tx, added);
    for (const delivery of added) await enqueueDelivery(outbox, tx, delivery);
  };
}

function speaksForItself(service: string, authorId: string, postId: string): boolean {
  return appOf(authorId)?.service === service && appOf(postId, 'post')?.service === service;
}
