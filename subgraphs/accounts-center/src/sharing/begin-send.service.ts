import { type CrossPost, createCrossPostsStore } from './cross-posts.store.ts';
import type { Delivery } from './deliveries.store.ts';
import type { SharingDependencies, SharingPace } from './sharing.ts';
import { createStepDelivery } from './step-delivery.service.ts';

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
  deps: SharingDependencies,
  pace: SharingPace,
): (delivery: Delivery) => Promise<BegunSend | undefined> {
  const { db, clock, membership } = deps;
  const crossPosts = createCrossPostsStore(db);
  const step = createStepDelivery(deps);

  return (delivery) =>
    db.write(async (tx) => {
      const at = clock.now();
      if (!(await membership.shareCenter(delivery.authorId, delivery.targetId, tx))) {
        await step(tx, delivery, 'stop', { at, reason: 'UNLINKED' });
        return undefined;
      }
      if (isLastTry(delivery, pace)) {
        await step(tx, delivery, 'exhaust', { at, reason: 'APP_UNAVAILABLE' });
        return undefined;
      }
      const sending = await step(tx, delivery, 'send', { at });
      const original = await crossPosts.find(delivery.crossPostId, tx);
      return sending && original && { sending, original };
    });
}

/** Whether a delivery was sent as often as it may be. */
export function isLastTry({ attempts }: Delivery, { maxAttempts }: SharingPace): boolean {
  return attempts >= maxAttempts;
}
