import { type CrossPost, createCrossPostsStore } from './cross-posts.store.ts';
import { createDeliveriesStore, type Delivery } from './deliveries.store.ts';
import type { SharingDependencies, SharingPace } from './sharing.ts';

/** A send that may begin: the delivery as it is sent, and what it is a copy of. */
export interface BegunSend {
  readonly sending: Delivery;
  readonly original: CrossPost;
}

/**
 * Writes down that a delivery is about to be sent, if it still may be. The membership is looked at in the same transaction, so
 * that nothing is sent after an unlink.
 * @returns undefined when it must not be sent; the delivery says why
 */
export function createBeginSend(
  { db, clock, membership }: SharingDependencies,
  pace: SharingPace,
): (delivery: Delivery) => Promise<BegunSend | undefined> {
  const crossPosts = createCrossPostsStore(db);
  const deliveries = createDeliveriesStore(db);

  return (delivery) =>
    db.write(async (tx) => {
      const at = clock.now();
      if (!(await membership.shareCenter(delivery.authorId, delivery.targetId, tx))) {
        await deliveries.apply(tx, delivery, 'stop', { at, reason: 'UNLINKED' });
        return undefined;
      }
      if (isLastTry(delivery, pace)) {
        await deliveries.apply(tx, delivery, 'exhaust', { at, reason: 'APP_UNAVAILABLE' });
        return undefined;
      }
      const sending = await deliveries.apply(tx, delivery, 'send', { at });
      const original = await crossPosts.find(delivery.crossPostId, tx);
      return sending && original && { sending, original };
    });
}

/** Whether a delivery was sent as often as it may be. */
export function isLastTry({ attempts }: Delivery, { maxAttempts }: SharingPace): boolean {
  return attempts >= maxAttempts;
}
